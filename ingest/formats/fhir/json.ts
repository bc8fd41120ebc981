import { malformedFile } from '../../errors.ts';
import { readJsonLines } from '../json-lines.ts';
import { jsonParts } from '../json-stream.ts';
import { cellText, isObject, type Json, type JsonObject, parseJson } from '../json-tree.ts';
import { at, items } from '../pluck.ts';
import type { RowSink } from '../reader.ts';
import { linesOf, textOf } from '../text-stream.ts';
import type { Unpacked } from '../unpacked.ts';
import { writeAny, writeEntry } from './resource.ts';

const textIn = (file: Unpacked) => textOf(file.path, { label: file.label });

/** Resources one a line. */
export const readBulk = (file: Unpacked, sink: RowSink): Promise<void> =>
  readJsonLines(file, 'resource', (value, to) => writeAny(value, undefined, to), sink);

/** A bundle, its entries one at a time. */
export const readBundle = async (file: Unpacked, sink: RowSink): Promise<void> => {
  let timestamp: string | null = null;
  for await (const { path, value } of jsonParts(textIn(file), file.label, ['entry'])) {
    const [key] = path;
    if (key === 'timestamp') timestamp = cellText(value);
    if (key === 'entry') for (const each of items(value)) writeEntry(each, timestamp, sink);
    await sink.room();
  }
};

/** One resource, or an array of them. */
export const readDocument = async (file: Unpacked, sink: RowSink): Promise<void> => {
  for await (const { value } of jsonParts(textIn(file), file.label, [''])) {
    writeAny(value, undefined, sink);
    await sink.room();
  }
};

/** The object that a file is, whole. */
export const wholeObject = async (file: Unpacked): Promise<JsonObject> => {
  let first: JsonObject | undefined;
  for await (const { value } of jsonParts(textIn(file), file.label, []))
    if (isObject(value)) first = value;
  if (!first) throw malformedFile(file.label, 'holds no JSON object');
  return first;
};

const SHOWN = 100;

/** The first hundred resources of a file, for what they tell of its release; a bundle counts as its entries. */
export const firstResources = async (file: Unpacked, isBulk: boolean): Promise<readonly Json[]> => {
  const shown: Json[] = [];
  const show = (value: Json): void => {
    const entries = items(value, 'entry').map((entry) => at(entry, 'resource') ?? null);
    shown.push(value, ...entries);
  };
  if (isBulk) {
    for await (const line of linesOf(textIn(file), file.label)) {
      const parsed = parseJson(line.text);
      if ('value' in parsed) show(parsed.value);
      if (shown.length >= SHOWN) break;
    }
    return shown;
  }
  const root: JsonObject = new Map();
  for await (const { path, value } of jsonParts(textIn(file), file.label, ['', 'entry'])) {
    const [key] = path;
    if (key === undefined) show(value);
    else if (key === 'entry') for (const entry of items(value)) show(at(entry, 'resource') ?? null);
    else root.set(key, value);
    if (shown.length >= SHOWN) break;
  }
  return [...shown, root];
};
