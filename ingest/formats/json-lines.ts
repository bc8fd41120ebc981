import { malformedFile } from '../errors.ts';
import { type Json, parseJson } from './json-tree.ts';
import type { RowSink } from './reader.ts';
import { linesOf, textOf } from './text-stream.ts';
import type { Unpacked } from './unpacked.ts';

/**
 * One JSON value a line; a line that is no JSON is refused alone to `table`, unless the file ends in the middle of it,
 * which refuses the file. Throws MALFORMED_FILE, WRONG_ENCODING.
 */
export const readJsonLines = async (
  file: Unpacked,
  table: string,
  write: (value: Json, sink: RowSink) => void,
  sink: RowSink,
): Promise<void> => {
  const chunks = textOf(file.path, { label: file.label });
  for await (const line of linesOf(chunks, file.label)) {
    const parsed = parseJson(line.text);
    if ('value' in parsed) write(parsed.value, sink);
    else if (line.isEnded) sink.refuse(table, 'malformed_row', JSON.stringify(line.text));
    else throw malformedFile(file.label, `ends in the middle of line ${line.number}`);
    await sink.room();
  }
};

/** Whether a text holds one JSON object a line: its name says so, or its first line is one and others follow. */
export const isJsonLines = (name: string, head: string): boolean => {
  if (/\.(ndjson|jsonl)$/i.test(name)) return true;
  const [first = '', ...others] = head
    .replace(/^\uFEFF/, '')
    .trim()
    .split('\n');
  const parsed = others.length > 0 ? parseJson(first) : { fault: '' };
  return 'value' in parsed && parsed.value instanceof Map;
};
