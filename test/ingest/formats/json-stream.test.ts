import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { jsonParts } from '../../../ingest/formats/json-stream.ts';
import { writeJson } from '../../../ingest/formats/json-tree.ts';

const inPieces = async function* (text: string, size: number) {
  for (let at = 0; at < text.length; at += size) yield text.slice(at, at + size);
};

const parts = async (text: string, streamed: readonly string[], size = 7): Promise<string[]> => {
  const found: string[] = [];
  for await (const part of jsonParts(inPieces(text, size), 'file.json', streamed))
    found.push(`${part.path.join('.')}${part.index ?? ''}=${writeJson(part.value)}`);
  return found;
};

describe('JSON streams', () => {
  test('items of a streamed array come one at a time, other members whole', async () => {
    const text =
      ' {"type":"b\\"[", "entry" : [ {"a":[1.0]}, "x", 7 ,true], "n": null,"z":[{"entry":[1]}]} ';
    const expected = [
      'type="b\\"["',
      'entry0={"a":[1.0]}',
      'entry1="x"',
      'entry2=7',
      'entry3=true',
      'n=null',
      'z=[{"entry":[1]}]',
    ];
    for (let size = 1; size < 20; size += 1)
      expect(await parts(text, ['entry'], size)).toEqual(expected);
  });

  test('a root array, and arrays below any key', async () => {
    expect(await parts('[{"a":1},2]', ['', 'studies'])).toEqual(['0={"a":1}', '1=2']);
    expect(await parts('{"c":{"d":{"X":{"n":1,"rows":[[1],[2]]}}}}', ['c.d.*.rows'])).toEqual([
      'c.d.X.n=1',
      'c.d.X.rows0=[1]',
      'c.d.X.rows1=[2]',
    ]);
  });

  test('what is no array where one is expected comes whole', async () => {
    expect(await parts('{"entry":{"a":1}}', ['entry'])).toEqual(['entry={"a":1}']);
    expect(await parts('"just text"', ['entry'])).toEqual(['="just text"']);
  });

  test('gives the values of the platform, however the text is cut', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.jsonValue()),
        fc.integer({ min: 1, max: 50 }),
        async (list, size) => {
          const given = await parts(JSON.stringify(list, null, 1), [''], size);
          expect(given.map((each) => JSON.parse(each.replace(/^\d+=/, '')))).toEqual(
            JSON.parse(JSON.stringify(list)),
          );
        },
      ),
      { seed: 3 },
    );
  });

  test('every truncation is refused', async () => {
    const text = '{"type":"b","entry":[{"a":[1.5,"x\\"y"]},{"b":true}],"n":{"m":[null]}}';
    for (let cut = 0; cut < text.length; cut += 1)
      await expect(parts(text.slice(0, cut), ['entry'])).rejects.toMatchObject({
        code: 'MALFORMED_FILE',
      });
  });

  test.each([
    ['{"entry":[1 2]}', /"," or "\]" is missing/],
    ['{"entry":[1]} {"entry":[2]}', /text follows the end of the JSON document \(character 15\)/],
    ['{"entry":[1],"entry":[2]}', /a key stands twice/],
    ['{"entry":[{"a":1]}]}', /in the value at character 11/],
    ['{entry:[]}', /a key of an object is missing/],
    [`{"entry":[${'['.repeat(100_000)}`, /nest deeper than 128 levels/],
    [`{"entry":[${'9'.repeat(10_000)}]}`, /no JSON value/],
  ])('%.40s', async (text, reason) => {
    await expect(parts(text, ['entry'], 1_000)).rejects.toThrow(reason);
  });
});
