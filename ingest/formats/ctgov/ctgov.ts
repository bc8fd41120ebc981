import { markedEncoding } from '../encoding.ts';
import { isJsonLines, readJsonLines } from '../json-lines.ts';
import { outlineOf } from '../json-outline.ts';
import { jsonParts } from '../json-stream.ts';
import { type Json, writeJson } from '../json-tree.ts';
import { items } from '../pluck.ts';
import type { FileHead, Format, RowSink, StructuredFile } from '../reader.ts';
import { textOf } from '../text-stream.ts';
import type { Unpacked } from '../unpacked.ts';
import { writeStudy } from './study.ts';
import { CTGOV_TABLES } from './tables.ts';

/** One study, an array of them, a page of the registry's answer, or one study a line. */
type Delivery = 'study' | 'array' | 'page' | 'lines';

const deliveryOf = (head: FileHead): Delivery | undefined => {
  const outline = outlineOf(head.text);
  if (!outline) return undefined;
  const { keys, root } = outline;
  const isPage =
    root === 'object' && keys.has('studies') && /"protocolSection"\s*:\s*\{/.test(head.text);
  if (isPage) return 'page';
  if (!keys.has('protocolSection')) return undefined;
  if (root === 'array') return 'array';
  return isJsonLines(head.name, head.text) ? 'lines' : 'study';
};

const STREAMED: Readonly<Record<Exclude<Delivery, 'lines'>, readonly string[]>> = {
  study: [],
  array: [''],
  page: ['studies'],
};

const readParts = async (
  file: Unpacked,
  delivery: Exclude<Delivery, 'lines'>,
  sink: RowSink,
): Promise<void> => {
  const chunks = textOf(file.path, { label: file.label });
  for await (const { path, value } of jsonParts(chunks, file.label, STREAMED[delivery])) {
    const [key] = path;
    if (key === undefined) writeStudy(value, sink);
    else if (key === 'studies') for (const study of items(value)) writeStudy(study, sink);
    else if (!PAGING.has(key)) refuseMember(key, value, sink);
    await sink.room();
  }
};

/** What a page says of itself and not of a study. */
const PAGING = new Set(['nextPageToken', 'totalCount']);

const refuseMember = (key: string, value: Json, sink: RowSink): void =>
  sink.refuse('study', 'malformed_row', writeJson(new Map([[key, value]])));

/**
 * Records of ClinicalTrials.gov, data model v2: one table of studies, one a list within them. Dates as registered, often
 * without a day. Trait `delivery`: study, array, page or lines. Results and derived sections stay in the original and are
 * named in `not_landed`.
 */
export const ctgov: Format = {
  name: 'ctgov',
  claims: (head) => deliveryOf(head) !== undefined,
  open: async (file, head): Promise<StructuredFile> => {
    const delivery = deliveryOf(head) ?? 'study';
    return {
      format: 'ctgov',
      traits: { delivery, encoding: markedEncoding(head.bytes) ?? 'utf-8' },
      tables: CTGOV_TABLES,
      read: (sink) =>
        delivery === 'lines'
          ? readJsonLines(file, 'study', writeStudy, sink)
          : readParts(file, delivery, sink),
    };
  },
};
