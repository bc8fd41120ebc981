import { describe, expect, test } from 'vitest';
import { isJsonLines } from '../../../ingest/formats/json-lines.ts';

describe('JSON lines', () => {
  test.each([
    ['a.ndjson', 'anything', true],
    ['a.json', '{"a":1}\n{"a":2}', true],
    ['a.json', '\uFEFF{"a":1}\r\n{"a":', true],
    ['a.json', '{"a":1}\n', false],
    ['a.json', '{\n"a":1}', false],
    ['a.json', '[1]\n[2]', false],
  ])('%s %j', (name, head, expected) => {
    expect(isJsonLines(name, head)).toBe(expected);
  });
});
