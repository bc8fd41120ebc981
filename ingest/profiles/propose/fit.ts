import { dateText, dateTimeText, yearMonthText } from '../../compile/dates.ts';
import { isValid } from '../../compile/form.ts';
import { decimalText } from '../../compile/numbers.ts';
import { booleanText, wordText } from '../../compile/words.ts';
import type { ContractColumn } from '../../contract.ts';
import type { Engine } from '../../engine.ts';

/** How a delivered column's values would be read as a canonical column's form. */
export interface Fit {
  /** Share of the values that can be read, 0 to 1; 1 where there is no value. */
  readonly share: number;
  /** The date format that reads most of them, where it is not the usual one. */
  readonly dateFormat?: string;
  /** Another format that reads as many: which one is meant must be said by somebody who knows. */
  readonly otherFormat?: string;
  readonly decimalMark?: ',';
}

const DATE_FORMATS = [
  'iso',
  'compact',
  '%d %b %Y',
  '%d-%b-%Y',
  '%d %B %Y',
  '%d.%m.%Y',
  '%m/%d/%Y',
  '%d/%m/%Y',
  'epoch_day',
  'excel_day',
  'sas_day',
] as const;

const readings = (column: ContractColumn, value: string): ReadonlyMap<string, string> => {
  if (column.words) return new Map([['', wordText(value, column.words)]]);
  switch (column.format) {
    case 'date':
    case 'partial-date':
      return new Map(DATE_FORMATS.map((format) => [format, dateText(value, [format], undefined)]));
    case 'date-time':
      return new Map([['', dateTimeText(value)]]);
    case 'year-month':
      return new Map([['', yearMonthText(value)]]);
    case 'decimal':
    case 'integer':
      return new Map([
        ['', decimalText(value, undefined, undefined)],
        [',', decimalText(value, ',', '.')],
      ]);
    case 'boolean':
      return new Map([['', booleanText(value)]]);
    default:
      return new Map();
  }
};

/** Reads the sample's values of one cell as a canonical column. */
export const fitOf = async (engine: Engine, cell: string, column: ContractColumn): Promise<Fit> => {
  const ways = readings(column, 'value');
  if (ways.size === 0) return { share: 1 };
  const counts = [...ways.values()].map(
    (sql, at) =>
      `count(*) FILTER (coalesce((SELECT ${isValid(column, 'read') ?? 'true'} FROM (SELECT ${sql} AS read)), false))::INTEGER AS n${at}`,
  );
  const [row] = await engine.rows(
    `SELECT count(*)::INTEGER AS n, ${counts.join(', ')} FROM (SELECT trim(${cell}) AS value FROM sample WHERE trim(${cell}) <> '')`,
  );
  const rows = Number(row?.n ?? 0);
  if (rows === 0) return { share: 1 };
  const found = [...ways.keys()].map((way, at) => ({ way, read: Number(row?.[`n${at}`] ?? 0) }));
  const [best, second] = found.toSorted((left, right) => right.read - left.read);
  if (!best) return { share: 0 };
  const share = best.read / rows;
  if (best.way === ',') return { share, decimalMark: ',' };
  if (best.way === '' || best.way === 'iso') return { share };
  const isTie = second?.read === best.read && second.read > 0;
  return { share, dateFormat: best.way, ...(isTie ? { otherFormat: second.way } : {}) };
};
