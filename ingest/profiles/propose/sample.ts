import { type Engine, identifier } from '../../engine.ts';
import { IngestError } from '../../errors.ts';
import type { OpenFile, OpenTable } from '../../formats/open.ts';
import { cell } from '../../formats/piece.ts';
import type { FileMapping, Reading } from '../profile.ts';

/** Rows looked at before a profile is proposed. */
const SAMPLE_ROWS = 5_000;

/** The first rows of a table in the engine's table `sample` (`c0`, `c1` ... VARCHAR). */
export interface Sample {
  readonly columns: readonly string[];
  readonly rows: number;
  /** The encoding that had to be assumed, where the file is not what it should be. */
  readonly assumedEncoding?: string;
}

class Enough extends Error {}

const mappingFor = (reading: Reading): FileMapping => ({
  name: 'proposal',
  profile: 'proposal',
  source: 'proposal',
  match: {},
  drop: [],
  keep: [],
  reading,
  feeds: [],
});

const takeFirst = async (
  engine: Engine,
  open: OpenFile,
  table: OpenTable,
  mapping: FileMapping,
): Promise<void> => {
  await engine.run('DROP TABLE IF EXISTS sample');
  let taken: Promise<void> | undefined;
  const take = async ({ relation }: { readonly relation: string }): Promise<void> => {
    taken ??= engine
      .run(
        `CREATE TABLE sample AS SELECT * FROM (${relation}) WHERE _fault IS NULL LIMIT ${SAMPLE_ROWS}`,
      )
      .then(() => undefined);
    await taken;
    throw new Enough();
  };
  try {
    await open.deliver(new Map([[table, { mapping, take }]]), open.canReadByRow);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
  const cells = table.columns(mapping).map((_, at) => `NULL::VARCHAR AS ${identifier(cell(at))}`);
  await engine.run(
    `CREATE TABLE IF NOT EXISTS sample AS SELECT ${['1 AS _row', ...cells].join(', ')} WHERE false`,
  );
};

/** The encoding most exports of office programs have when they are not UTF-8. */
const LIKELY_ENCODING = 'windows-1252';

/** Reads a table's first rows. Throws what reading a file throws. */
export const takeSample = async (
  engine: Engine,
  open: OpenFile,
  table: OpenTable,
): Promise<Sample> => {
  let reading: Reading = {};
  try {
    await takeFirst(engine, open, table, mappingFor(reading));
  } catch (error) {
    if (!(error instanceof IngestError) || error.code !== 'WRONG_ENCODING') throw error;
    if (open.format !== 'delimited') throw error;
    reading = { encoding: LIKELY_ENCODING };
    await takeFirst(engine, open, table, mappingFor(reading));
  }
  const [counted] = await engine.rows('SELECT count(*)::INTEGER AS n FROM sample');
  return {
    columns: table.columns(mappingFor(reading)),
    rows: Number(counted?.n),
    ...(reading.encoding ? { assumedEncoding: reading.encoding } : {}),
  };
};
