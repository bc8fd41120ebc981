import type { JsonObject } from '../json-tree.ts';
import { isObject, type Json, writeJson } from '../json-tree.ts';
import { rest, take, takeItems, takeText } from '../pluck.ts';
import type { RowSink } from '../reader.ts';
import { LOG_TABLE, MANIFEST_TABLE } from './tables.ts';

const KINDS = ['output', 'deleted', 'error'] as const;

/** Rows of a bulk export's manifest: one a file; what else the manifest says stands in `ext` of each. */
export const writeManifest = (manifest: JsonObject, sink: RowSink): void => {
  const files = KINDS.flatMap((kind) => takeItems(manifest, kind).map((file) => ({ kind, file })));
  const time = takeText(manifest, 'transactionTime');
  const request = takeText(manifest, 'request');
  const token = takeText(manifest, 'requiresAccessToken');
  for (const { kind, file } of files) {
    if (!isObject(file)) {
      sink.refuse(MANIFEST_TABLE.name, 'malformed_row', writeJson(file));
      continue;
    }
    const cells = ['type', 'url', 'count'].map((key) => takeText(file, key));
    const ext = rest(new Map<string, Json>([...manifest, ...file]));
    sink.write(MANIFEST_TABLE.name, [kind, ...cells, time, request, token, ext]);
  }
};

/** A row of a bulk export's log. */
export const writeEvent = (event: Json, sink: RowSink): void => {
  if (!isObject(event)) {
    sink.refuse(LOG_TABLE.name, 'malformed_row', writeJson(event));
    return;
  }
  const cells = ['exportId', 'timestamp', 'eventId', 'eventDetail'].map((key) =>
    takeText(event, key),
  );
  take(event, 'eventDetail');
  sink.write(LOG_TABLE.name, [...cells, rest(event)]);
};
