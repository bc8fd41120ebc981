import { type Engine, filePath, text } from '../engine.ts';
import { malformedFile } from '../errors.ts';
import { markNumerals, unmarkNumerals, unusedMark } from './numeral.ts';
import { cell, type Piece } from './piece.ts';

export type JsonShape = 'array' | 'object' | 'lines';

const OBJECT_BYTES = 64 * 2 ** 20;

const isObject = (line: string): boolean => {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
};

/** How a JSON text is laid out: one array, one object, or one object a line. */
export const jsonShapeOf = (head: string, name: string): JsonShape => {
  const start = head.trimStart();
  if (start.startsWith('[')) return 'array';
  if (/\.(ndjson|jsonl)$/i.test(name)) return 'lines';
  const [first = ''] = start.split('\n');
  return isObject(first.trim()) ? 'lines' : 'object';
};

const documents = (path: string, shape: JsonShape): string =>
  shape === 'lines'
    ? `SELECT line FROM read_csv(${filePath(path)}, hive_partitioning = false, auto_detect = false, header = false, delim = chr(1), quote = '', escape = '', max_line_size = ${OBJECT_BYTES}, buffer_size = ${OBJECT_BYTES}, columns = {'line': 'VARCHAR'}) WHERE trim(line) <> ''`
    : `SELECT CAST(json AS VARCHAR) AS line FROM read_json_objects(${filePath(path)}, hive_partitioning = false, format = ${text(shape === 'array' ? 'array' : 'unstructured')}, maximum_object_size = ${OBJECT_BYTES})`;

/** Loads the documents as table `documents` (line, is_object) and gives the union of their keys, in order of appearance. */
export const loadDocuments = async (
  engine: Engine,
  path: string,
  shape: JsonShape,
  label: string,
): Promise<readonly string[]> => {
  try {
    await engine.run(
      `CREATE OR REPLACE TABLE documents AS SELECT line, coalesce(CASE WHEN json_valid(line) THEN json_type(line) = 'OBJECT' END, false) AS is_object FROM (${documents(path, shape)})`,
    );
  } catch {
    throw malformedFile(label, 'is not one JSON document of objects');
  }
  const rows = await engine.rows(
    `SELECT key FROM (SELECT unnest(CASE WHEN is_object THEN json_keys(line) END) AS key, rowid AS place FROM documents) GROUP BY key ORDER BY min(place), key`,
  );
  return rows.map((row) => String(row.key));
};

/** A JSON pointer, which can name any key. */
const pointer = (key: string): string =>
  text(`/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`);

const isInDocuments =
  (engine: Engine) =>
  async (words: string): Promise<boolean> =>
    (await engine.rows(`SELECT 1 FROM documents WHERE contains(line, ${text(words)}) LIMIT 1`))
      .length > 0;

/** The documents as one piece, numbers in their own characters; a line that is no object is a faulty row. */
export const tabulateDocuments = async (
  engine: Engine,
  keys: readonly string[],
): Promise<Piece> => {
  const mark = await unusedMark(isInDocuments(engine));
  const exact = `SELECT rowid + 1 AS _row, line, is_object, CASE WHEN is_object THEN ${markNumerals('line', mark)} END AS exact FROM documents`;
  const paths = `[${keys.map(pointer).join(', ')}]::VARCHAR[]`;
  const taken = `SELECT _row, line, is_object, json_extract_string(exact, ${paths}) AS taken, json_type(exact, ${paths}) AS types FROM (${exact})`;
  const cells = keys.map((_, index) => {
    const at = `[${index + 1}]`;
    return `, ${unmarkNumerals(`taken${at}`, `types${at}`, mark)} AS ${cell(index)}`;
  });
  await engine.run(
    `CREATE OR REPLACE TABLE delivered AS SELECT _row, CASE WHEN NOT is_object THEN 'malformed_row' END AS _fault, CASE WHEN NOT is_object THEN to_json(line)::VARCHAR END AS _cells${cells.join('')} FROM (${taken})`,
  );
  const [counted] = await engine.rows('SELECT count(*)::BIGINT AS n FROM delivered');
  return { relation: 'FROM delivered', blanks: 'any', rows: Number(counted?.n) };
};
