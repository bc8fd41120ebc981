import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Engine, openEngine } from '../../../ingest/engine.ts';
import {
  type JsonShape,
  jsonShapeOf,
  loadDocuments,
  tabulateDocuments,
} from '../../../ingest/formats/json.ts';

/** A number is kept as its characters, which a JavaScript number would lose. */
type Json =
  | { readonly number: string }
  | { readonly plain: string | boolean | null }
  | { readonly array: readonly Json[] }
  | { readonly object: readonly (readonly [string, Json])[] };

const written = (value: Json, space: string): string => {
  if ('number' in value) return value.number;
  if ('plain' in value) return JSON.stringify(value.plain);
  if ('array' in value)
    return `[${space}${value.array.map((one) => written(one, space)).join(`${space},${space}`)}]`;
  const members = value.object.map(
    ([key, one]) => `${JSON.stringify(key)}${space}:${space}${written(one, space)}`,
  );
  return `{${members.join(`,${space}`)}${space}}`;
};

const landed = (value: Json): string | null =>
  'plain' in value ? (value.plain === null ? null : String(value.plain)) : written(value, '');

const digits = fc.stringMatching(/^[0-9]{1,24}$/);
const number = fc
  .tuple(
    fc.constantFrom('', '-'),
    fc.oneof(fc.constant('0'), fc.stringMatching(/^[1-9][0-9]{0,24}$/)),
    fc.oneof(
      fc.constant(''),
      digits.map((part) => `.${part}`),
    ),
    fc.oneof({ weight: 3, arbitrary: fc.constant('') }, fc.stringMatching(/^[eE][-+]?[0-9]{1,2}$/)),
  )
  .map((parts) => ({ number: parts.join('') }));

const awkward = fc.constantFrom(...'"\\{}[]:,-+.eE0123456789 \n\u0001\u0002é', '": 1', '\\u0001');
const string = fc.oneof(
  fc.array(awkward, { maxLength: 12 }).map((parts) => parts.join('')),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  number.map((one) => one.number),
  number.map((one) => `"\u0001${one.number}"`),
);

const { json } = fc.letrec<{ json: Json }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    number,
    fc.oneof(string, fc.boolean(), fc.constant(null)).map((plain) => ({ plain })),
    fc.array(tie('json'), { maxLength: 3 }).map((array) => ({ array })),
    fc
      .uniqueArray(fc.tuple(string, tie('json')), { maxLength: 3, selector: ([key]) => key })
      .map((object) => ({ object })),
  ),
}));

const record = fc.uniqueArray(fc.tuple(string, json), {
  minLength: 1,
  maxLength: 5,
  selector: ([key]) => key,
});

describe('values of a JSON text', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-json-'));
  let engine: Engine;
  beforeAll(async () => {
    engine = await openEngine(folder);
  });
  afterAll(() => {
    engine.close();
    rmSync(folder, { recursive: true });
  });

  /** One map a row, of the keys that have a value. */
  const read = async (content: string, shape: JsonShape): Promise<Map<string, unknown>[]> => {
    const path = join(folder, 'content');
    writeFileSync(path, content);
    await engine.run('DROP TABLE IF EXISTS documents');
    await engine.run('DROP TABLE IF EXISTS delivered');
    const keys = await loadDocuments(engine, path, shape, 'content');
    await tabulateDocuments(engine, keys);
    const rows = await engine.rows('SELECT * FROM delivered ORDER BY _row');
    return rows.map(
      (row) =>
        new Map(
          keys.flatMap((key, index) =>
            row[`c${index}`] === null ? [] : [[key, row[`c${index}`]] as const],
          ),
        ),
    );
  };

  const shapes: [JsonShape, string, (records: readonly string[]) => string][] = [
    ['lines', ' ', (records) => records.join('\n')],
    ['array', '\n  ', (records) => `[\n${records.join(' ,\n')}]`],
    ['object', '\n\t', ([first = '{}']) => first],
  ];

  test.each(shapes)('land as they stand, whatever is around them: %s', async (shape, space, of) => {
    const records = fc.array(record, { minLength: 1, maxLength: shape === 'object' ? 1 : 4 });
    await fc.assert(
      fc.asyncProperty(records, async (generated) => {
        const content = of(generated.map((object) => written({ object }, space)));
        const rows = await read(content, shape);
        const expected = generated.map((object) =>
          object.flatMap(([key, value]) => {
            const text = landed(value);
            return text === null ? [] : [[key, text]];
          }),
        );
        expect(rows.map((row) => [...row].sort())).toEqual(expected.map((row) => row.sort()));
      }),
      { seed: 20_260_331, numRuns: 60 },
    );
  });

  test('a string that looks like a marked number is itself, alone and nested', async () => {
    const record = '{"a": "\\u00011.50", "b": ["\\u0001\\u00011.50", 1.50], "c": 1.50}';
    expect(await read(record, 'lines')).toEqual([
      new Map([
        ['a', '\u00011.50'],
        ['b', '["\\u0001\\u00011.50",1.50]'],
        ['c', '1.50'],
      ]),
    ]);
  });

  test('a file of an empty object has one row and no columns', async () => {
    expect(await read('{}', 'lines')).toEqual([new Map()]);
  });

  test.each([
    ['[{"a": 1}]', 'x.json', 'array'],
    ['{"a": 1}\n{"a": 2}', 'x.json', 'lines'],
    ['{\n"a": 1}', 'x.json', 'object'],
    ['broken\n{"a": 2}', 'x.ndjson', 'lines'],
  ])('%j in %s is laid out as %s', (head, name, shape) => {
    expect(jsonShapeOf(head, name)).toBe(shape);
  });
});
