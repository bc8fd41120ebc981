import { malformedFile } from '../../errors.ts';
import { jsonParts } from '../json-stream.ts';
import { isObject, type Json, parseJson } from '../json-tree.ts';
import { linesOf, textOf } from '../text-stream.ts';

/**
 * What a Dataset-JSON text says, piece by piece: a member of the file (`group` undefined), a member of one dataset, or a
 * row of it. `group` is the key of the dataset in version 1.0 and '' in 1.1, where a file is one dataset.
 */
export type DatasetEvent =
  | { readonly kind: 'file'; readonly key: string; readonly value: Json }
  | { readonly kind: 'dataset'; readonly group: string; readonly key: string; readonly value: Json }
  | { readonly kind: 'row'; readonly group: string; readonly value: Json };

/** One JSON document, or its metadata in the first line and one row in each further line. */
export type Layout = 'json' | 'ndjson';

const SECTIONS = ['clinicalData', 'referenceData'] as const;

const STREAMED = ['rows', ...SECTIONS.map((section) => `${section}.itemGroupData.*.itemData`)];

const eventOf = (
  path: readonly string[],
  index: number | undefined,
  value: Json,
): DatasetEvent | undefined => {
  const [first = '', second = '', group = '', last] = path;
  const isRow = index !== undefined;
  if (path.length === 1)
    return isRow ? { kind: 'row', group: '', value } : { kind: 'file', key: first, value };
  if (path.length === 2) return { kind: 'file', key: second, value };
  if (last === undefined) return undefined;
  return isRow ? { kind: 'row', group, value } : { kind: 'dataset', group, key: last, value };
};

const jsonEvents = async function* (
  chunks: AsyncIterable<string>,
  label: string,
): AsyncGenerator<DatasetEvent> {
  for await (const { path, index, value } of jsonParts(chunks, label, STREAMED)) {
    const event = eventOf(path, index, value);
    if (!event) throw malformedFile(label, 'itemGroupData holds something that is no dataset');
    yield event;
  }
};

const lineEvents = async function* (
  chunks: AsyncIterable<string>,
  label: string,
): AsyncGenerator<DatasetEvent> {
  let isFirst = true;
  for await (const { number, text } of linesOf(chunks, label)) {
    const parsed = parseJson(text);
    if ('fault' in parsed) throw malformedFile(label, `${parsed.fault} in line ${number}`);
    const { value } = parsed;
    if (!isFirst) yield { kind: 'row', group: '', value };
    else if (isObject(value))
      for (const [key, member] of value) yield { kind: 'file', key, value: member };
    else throw malformedFile(label, 'the first line is no object of metadata');
    isFirst = false;
  }
};

const firstLine = async function* (chunks: AsyncIterable<string>): AsyncGenerator<string> {
  for await (const chunk of chunks) {
    const end = chunk.indexOf('\n');
    yield end < 0 ? chunk : chunk.slice(0, end);
    if (end >= 0) return;
  }
};

/** `ndjson` where the first line is a whole object without rows; reads no further than the first row. */
export const layoutOf = async (path: string, label: string): Promise<Layout> => {
  const chunks = textOf(path, { label });
  try {
    for await (const event of jsonEvents(firstLine(chunks), label))
      if (event.kind !== 'file' || event.key === 'rows') return 'json';
    return 'ndjson';
  } catch {
    return 'json';
  } finally {
    await chunks.return(undefined);
  }
};

/** The events of a whole file, in order. Throws MALFORMED_FILE, WRONG_ENCODING. */
export const eventsOf = async function* (
  path: string,
  label: string,
  layout: Layout,
): AsyncGenerator<DatasetEvent> {
  const chunks = textOf(path, { label });
  try {
    yield* layout === 'json' ? jsonEvents(chunks, label) : lineEvents(chunks, label);
  } finally {
    await chunks.return(undefined);
  }
};
