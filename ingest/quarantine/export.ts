import { constants } from 'node:fs';
import { chmod, copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, identifier, openEngine, text } from '../engine.ts';
import { fileExists, nothingQuarantined } from '../errors.ts';
import { openStaging } from '../lake/staging.ts';
import { type LedgerLoad, readLedger } from '../ledger/ledger.ts';
import { guarded } from './cell.ts';
import { isMeant, type QuarantineFilter } from './list.ts';
import { openRows, withQuarantine } from './open.ts';

/** Columns that an export puts before the delivered ones; a corrected file brings `_load` and `_row` back. */
export const EXPORT_COLUMNS = ['_load', '_row', '_rule', '_column', '_reason'] as const;

const pointer = (name: string): string => `/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`;

/**
 * SQL of one delivered cell. A row that could not be read has its cells by place; where the profile drops a column they are
 * left out, because nobody can say which of them it is.
 */
const cellSql = (name: string, place: number, isPlaced: boolean): string => {
  const byName = `json_extract_string(raw, ${text(pointer(name))})`;
  const byPlace = isPlaced ? `json_extract_string(raw, '$[${place}]')` : 'NULL';
  return `CASE json_type(raw) WHEN 'ARRAY' THEN ${byPlace} WHEN 'OBJECT' THEN ${byName} END`;
};

const rowsOf = async (engine: Engine, { record }: LedgerLoad): Promise<string> => {
  const dropped = new Set(record.dropped_columns);
  const named = await engine.rows(
    `SELECT DISTINCT unnest(json_keys(raw)) AS name FROM open_rows WHERE json_type(raw) = 'OBJECT' ORDER BY name`,
  );
  const header = record.delivered_columns ?? named.map(({ name }) => String(name));
  const cells = header.flatMap((name, place) =>
    dropped.has(name)
      ? []
      : [`${guarded(cellSql(name, place, dropped.size === 0))} AS ${identifier(name)}`],
  );
  const lead = [
    `${text(record.load_id)} AS _load`,
    '_row',
    'rule AS _rule',
    '"column" AS _column',
    'reason AS _reason',
  ];
  return `SELECT ${[...lead, ...cells].join(', ')} FROM open_rows`;
};

/**
 * Writes the rows that are still in quarantine into a new CSV file for the sender, as delivered, each with its load, row
 * number, rule, column and reason. The file may hold personal data: only its owner can read it. Gives the number of rows.
 * Throws FILE_EXISTS, NOTHING_QUARANTINED.
 */
export const exportQuarantine = async (
  home: string,
  filter: QuarantineFilter,
  out: string,
): Promise<number> => {
  const all = await readLedger(home);
  const staging = await openStaging(home);
  const engine = await openEngine(staging.folder);
  try {
    let rows = 0;
    for (const load of withQuarantine(all).filter((each) => isMeant(each, filter))) {
      const { open } = await openRows(engine, load, all);
      if (open === 0) continue;
      const sql = await rowsOf(engine, load);
      await engine.run(
        rows === 0
          ? `CREATE TABLE exported AS ${sql}`
          : `CREATE OR REPLACE TABLE exported AS SELECT * FROM exported UNION ALL BY NAME ${sql}`,
      );
      rows += open;
    }
    if (rows === 0) throw nothingQuarantined(filter.load ?? filter.feed ?? filter.source ?? home);
    const made = join(staging.folder, 'export.csv');
    await engine.run(
      `COPY (SELECT * FROM exported ORDER BY _load, _row) TO ${text(made)} (FORMAT csv, HEADER)`,
    );
    await chmod(made, 0o600);
    await copyFile(made, out, constants.COPYFILE_EXCL).catch((cause: unknown) => {
      if (cause instanceof Error && 'code' in cause && cause.code === 'EEXIST')
        throw fileExists(out);
      throw cause;
    });
    await chmod(out, 0o600);
    return rows;
  } finally {
    engine.close();
    await staging.remove();
  }
};
