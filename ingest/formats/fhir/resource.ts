import type { Cell } from '../field.ts';
import { cellText, isObject, type Json, type JsonObject, writeJson } from '../json-tree.ts';
import { at, items, rest, takeText } from '../pluck.ts';
import type { RowSink } from '../reader.ts';
import { COMMON, takeType } from './common.ts';
import { OTHER_RESOURCE, RESOURCE_TABLES } from './tables.ts';

/** What a bundle says beside the resource: full URL, request method and URL. */
export type EntryCells = readonly [fullUrl: Cell, method: Cell, url: Cell];

const ALONE: EntryCells = [null, null, null];

const writeResource = (resource: JsonObject, type: string, entry: EntryCells, sink: RowSink) => {
  const table = RESOURCE_TABLES.get(type) ?? OTHER_RESOURCE;
  if (table !== OTHER_RESOURCE) takeType(resource);
  const summary = table.summary.flatMap((field) => field.take(resource));
  for (const child of table.children)
    for (const cells of child.rows(resource)) sink.write(child.name, cells);
  const common = COMMON.flatMap((field) => field.take(resource));
  const cells = table.fields.flatMap((field) => field.take(resource));
  sink.write(table.name, [...common, ...summary, ...cells, rest(resource), ...entry]);
};

/** `Patient/1` of a deleting request is type Patient and id 1; a conditional one (`Patient?x=y`) has no id. */
const deletedBy = (url: Cell): readonly [type: Cell, id: Cell] => {
  const match =
    /(?:^|\/)([A-Z][A-Za-z]+)(?:\/([A-Za-z0-9\-.]{1,64}))?(?:\/_history\/[^/]+)?(?:\?.*)?$/.exec(
      url ?? '',
    );
  return [match?.[1] ?? null, match?.[2] ?? null];
};

/** Rows of one bundle entry. */
export const writeEntry = (entry: Json, timestamp: Cell, sink: RowSink): void => {
  if (!isObject(entry)) {
    sink.refuse('bundle_entry', 'malformed_row', writeJson(entry));
    return;
  }
  const fullUrl = takeText(entry, 'fullUrl');
  const method = takeText(entry, 'request', 'method');
  const url = takeText(entry, 'request', 'url');
  const resource = at(entry, 'resource');
  if (method === 'DELETE') sink.write('deleted', [...deletedBy(url), url, timestamp, fullUrl]);
  else if (resource !== undefined && resource !== null)
    writeAny(resource, [fullUrl, method, url], sink);
  else sink.write('bundle_entry', [fullUrl, method, url, rest(entry)]);
};

/** Rows of one resource, or of all resources of a bundle; what is no resource is refused as it was delivered. */
export const writeAny = (value: Json, entry: EntryCells | undefined, sink: RowSink): void => {
  const type = at(value, 'resourceType');
  if (!isObject(value) || typeof type !== 'string') {
    sink.refuse('resource', 'malformed_row', writeJson(value));
  } else if (type === 'Bundle' && entry === undefined) {
    const timestamp = cellText(at(value, 'timestamp'));
    for (const each of items(value, 'entry')) writeEntry(each, timestamp, sink);
  } else {
    writeResource(value, type, entry ?? ALONE, sink);
  }
};
