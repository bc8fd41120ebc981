import { malformedFile } from '../../errors.ts';
import type { Package } from './package.ts';
import { serialText } from './serial.ts';
import { mainName, unescaped, type Workbook } from './workbook.ts';

/** One row of a sheet: cells by column from 0, null where there is none; `hasError` where a cell holds an error value. */
export interface SheetRow {
  readonly cells: readonly (string | null)[];
  readonly hasError: boolean;
}

const COLUMNS = 16_384;

/** `AB12` is column 27, counted from 0. */
const columnOf = (reference: string): number => {
  let column = 0;
  for (let at = 0; at < reference.length; at += 1) {
    const code = reference.charCodeAt(at) & ~0x20;
    if (code < 65 || code > 90) break;
    column = column * 26 + code - 64;
  }
  return column - 1;
};

interface Cell {
  readonly column: number;
  readonly type: string;
  readonly style: number;
  value: string;
  inline: string;
  hasValue: boolean;
  hasFormula: boolean;
}

/** The rows of a sheet that hold any value, in order. Throws MALFORMED_FILE, TRUNCATED_ARCHIVE, WRONG_ENCODING. */
export const sheetRows = async function* (
  file: Package,
  part: string,
  workbook: Workbook,
  label: string,
): AsyncGenerator<SheetRow> {
  let ready: SheetRow[] = [];
  let cells: (string | null)[] = [];
  let hasError = false;
  let isBlank = true;
  let next = 0;
  let cell: Cell | undefined;
  let sink: 'value' | 'inline' | undefined;
  let phonetic = 0;
  let row = 0;

  const place = (): string => `a cell of row ${row}`;

  const textOf = ({ type, style, value, inline, hasValue, hasFormula }: Cell): string | null => {
    if (type === 'inlineStr') return unescaped(inline);
    if (!hasValue) {
      if (hasFormula) hasError = true;
      return null;
    }
    if (type === 's') {
      const text = workbook.strings[Number(value)];
      if (text === undefined)
        throw malformedFile(label, `${place()} names a shared string that does not exist`);
      return text;
    }
    if (type === 'str') return unescaped(value);
    if (type === 'b') return value.trim() === '1' ? 'true' : 'false';
    if (type === 'e') hasError = true;
    if (type !== 'n') return value;
    const kind = workbook.kinds[style] ?? 'number';
    const number = value.trim();
    if (kind === 'number' || number === '') return number;
    return serialText(Number(number), kind, workbook.is1904) ?? number;
  };

  const endCell = (ended: Cell): void => {
    const text = textOf(ended);
    if (text === null || text === '') return;
    while (cells.length < ended.column) cells.push(null);
    cells[ended.column] = text;
    isBlank = false;
  };

  const pass = file.parse(part, {
    open: (element, attributes) => {
      const name = mainName(element);
      if (name === 'row') {
        row = attributes.r === undefined ? row + 1 : Number(attributes.r);
        cells = [];
        hasError = false;
        isBlank = true;
        next = 0;
      } else if (name === 'c') {
        const column = attributes.r === undefined ? next : columnOf(attributes.r);
        if (column < 0 || column >= COLUMNS || column < next)
          throw malformedFile(label, `${place()} stands outside its place`);
        next = column + 1;
        cell = {
          column,
          type: attributes.t ?? 'n',
          style: Number(attributes.s ?? 0),
          value: '',
          inline: '',
          hasValue: false,
          hasFormula: false,
        };
      } else if (!cell) return;
      else if (name === 'v') {
        cell.hasValue = true;
        sink = 'value';
      } else if (name === 'f') cell.hasFormula = true;
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't' && phonetic === 0) sink = 'inline';
    },
    text: (piece) => {
      if (cell && sink) cell[sink] += piece;
    },
    close: (element) => {
      const name = mainName(element);
      if (name === 'v' || name === 't') sink = undefined;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'c' && cell) {
        endCell(cell);
        cell = undefined;
      } else if (name === 'row' && (!isBlank || hasError)) ready.push({ cells, hasError });
    },
  });
  for await (const _ of pass) {
    const rows = ready;
    ready = [];
    yield* rows;
  }
};
