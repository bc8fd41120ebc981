import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { JSON_DEPTH, parseJson, writeJson } from '../../../ingest/formats/json-tree.ts';

const again = (text: string): string => {
  const parsed = parseJson(text);
  return 'fault' in parsed ? parsed.fault : writeJson(parsed.value);
};

describe('JSON trees', () => {
  test('numbers keep their own characters', () => {
    const text = '{"a":[1.50,-0,1E5,12345678901234567890.10],"b":"1.0"}';
    expect(again(text)).toBe(text);
  });

  test('agrees with the platform on every value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.nat(4), (value, indent) => {
        expect(JSON.parse(again(JSON.stringify(value, null, indent)))).toEqual(
          JSON.parse(JSON.stringify(value)),
        );
      }),
      { seed: 1 },
    );
  });

  test('refuses whatever the platform refuses', () => {
    const broken = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.constantFrom('', '"', '{', ']', ',', ':', '\\', '0', '\n', 'e'),
      )
      .map(([text, place, bit]) => {
        const cut = place % (text.length + 1);
        return text.slice(0, cut) + bit + text.slice(cut + 1);
      });
    fc.assert(
      fc.property(broken, (text) => {
        let isJson = true;
        try {
          JSON.parse(text);
        } catch {
          isJson = false;
        }
        if (!isJson) expect(parseJson(text)).toHaveProperty('fault');
      }),
      { seed: 2, numRuns: 2_000 },
    );
  });

  test.each([
    ['{"a":1,"a":2}', 'a key stands twice in one object (character 12)'],
    ['{"a":"\\ud83d"}', 'an escape is half a character (character 14)'],
    ['{"a":"\\ud83d\\ude00"}', '{"a":"😀"}'],
    ['{"a":1}}', 'text follows the end of the JSON value (character 8)'],
    ['[1,]', 'no JSON value (character 4)'],
    ['[01]', '"," or "]" is missing (character 3)'],
    ['{"__proto__":{"x":1}}', '{"__proto__":{"x":1}}'],
    ['', 'the JSON text ends early (character 1)'],
    ['"a\nb"', 'a control character stands bare in a string (character 1)'],
  ])('%s', (text, outcome) => {
    expect(again(text)).toBe(outcome);
  });

  test('nesting is bounded', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(again(nested(JSON_DEPTH))).toBe(nested(JSON_DEPTH));
    expect(again(nested(100_000))).toMatch(/nest deeper than 128 levels/);
    expect(again('{"a":'.repeat(100_000))).toMatch(/nest deeper than 128 levels/);
  });

  test('a string of 10 MB, escaped or not', () => {
    const long = 'x'.repeat(10_000_000);
    expect(again(`"${long}"`)).toHaveLength(10_000_002);
    expect(again(`"${'\\u00e9'.repeat(1_000_000)}"`)).toHaveLength(1_000_002);
  });
});
