import { describe, expect, it } from 'vitest';
import {
  Environment,
  hostFunction,
  hostObject,
  PyList,
  type Value,
} from '../../../../packages/dbt-ts-runner/jinja/index.ts';

let reads = 0;
const row = hostObject({
  type: 'Row',
  attributes: { fixed: 1, counted: () => ++reads, waited: () => Promise.resolve('later') },
  attribute: (name) => (name === 'dynamic' ? 'found' : undefined),
  items: (key) => (key === 0 ? 'zero' : undefined),
  iterate: () => ['a', 'b'],
  length: () => 2,
  contains: (item) => item === 'a',
  call: ({ args, kwargs }) => `${args.length}+${kwargs.size}`,
  text: () => 'row text',
  truthy: () => false,
  sequence: true,
  binary: (operator, other, reversed) =>
    operator === '+' ? new PyList(reversed ? [other, 'row'] : ['row', other]) : undefined,
});
const keyed = (key: string) => hostObject({ type: 'Relation', key, mapping: true });
const context: Record<string, Value> = {
  row,
  one: keyed('a'),
  same: keyed('a'),
  other: keyed('b'),
  plain: hostObject({ type: 'Plain' }),
  seen: hostFunction(
    'seen',
    (call) => `${call.file}:${call.position.line}:${call.position.column}`,
  ),
};
const render = (source: string) => new Environment().parse(source, 'a.sql').render(context);

describe('host objects', () => {
  it.each([
    ['{{ row.fixed }} {{ row.dynamic }} {{ row.nothing is defined }}', '1 found False'],
    [
      '{{ row.waited }} {{ row.waited ~ "!" }} {{ [row] | map(attribute="waited") | list }}',
      "later later! ['later']",
    ],
    ['{{ row[0] }} {{ row["fixed"] }} {{ row[9] is defined }}', 'zero 1 False'],
    [
      '{% for x in row %}{{ x }}{% endfor %} {{ row | length }} {{ "a" in row }} {{ "b" in row }}',
      'ab 2 True False',
    ],
    ['{{ row(1, 2, x=3) }} {{ row is callable }} {{ plain is callable }}', '2+1 True False'],
    [
      '{{ row }} {{ [row] }} {{ plain }} {{ "yes" if row else "no" }} {{ "yes" if plain else "no" }}',
      'row text [row text] <Plain> no yes',
    ],
    [
      '{{ row is sequence }} {{ row is mapping }} {{ one is mapping }} {{ row is iterable }} {{ plain is iterable }}',
      'True False True True False',
    ],
    ['{{ row + 1 }} {{ 1 + row }}', "['row', 1] [1, 'row']"],
    [
      '{{ one == same }} {{ one == other }} {{ one in [same] }} {{ {one: 1}[same] }} {{ [one, same, other] | unique | list | length }}',
      'True False True 1 2',
    ],
    ['\n {{ seen() }}', '\n a.sql:2:5'],
  ])('%s', async (source, expected) => {
    expect(await render(source)).toBe(expected);
  });

  it('call a computed attribute at each read', async () => {
    reads = 0;
    expect(await render('{{ row.counted }}{{ row.counted }}')).toBe('12');
  });

  it.each([
    ['{{ plain() }}', "'Plain' object is not callable"],
    ['{{ row - 1 }}', "unsupported operand type(s) for -: 'Row' and 'int'"],
    ['{% for x in plain %}{% endfor %}', "'Plain' object is not iterable"],
    ['{{ plain.x.y }}', "'Plain object' has no attribute 'x'"],
    ['{{ one < other }}', "'<' not supported between instances of 'Relation' and 'Relation'"],
  ])('%s is an error', async (source, message) => {
    await expect(render(source)).rejects.toThrow(message);
  });
});
