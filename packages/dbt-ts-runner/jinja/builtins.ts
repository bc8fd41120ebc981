import { PythonError } from './errors.ts';
import { entriesOf } from './methods/dict.ts';
import { intOf } from './signature.ts';
import { PyDict } from './values/dict.ts';
import { type HostFunction, hostFunction, hostObject } from './values/host.ts';
import { Namespace } from './values/namespace.ts';
import { PyRange } from './values/range.ts';
import { str } from './values/text.ts';
import type { Value } from './values/value.ts';

/** As in Jinja's sandbox, so that a typing error does not eat the machine. */
const longestRange = 100_000;

const functions: readonly HostFunction[] = [
  hostFunction('range', ({ args }) => {
    if (args.length < 1 || args.length > 3) {
      throw new PythonError('TypeError', `range expected 1 to 3 arguments, got ${args.length}`);
    }
    const [first = 0, second, third = 1] = args.map((value) => intOf(value));
    const range = second === undefined ? new PyRange(0, first) : new PyRange(first, second, third);
    if (range.length > longestRange) {
      const message = `Range too big. The sandbox blocks ranges larger than MAX_RANGE (${longestRange}).`;
      throw new PythonError('OverflowError', message);
    }
    return range;
  }),
  hostFunction('dict', (call) => new PyDict(entriesOf(call, 'dict'))),
  hostFunction('namespace', (call) => {
    const entries = entriesOf(call, 'namespace');
    return new Namespace(entries.map(([key, value]) => [str(key), value] as const));
  }),
  hostFunction('cycler', ({ args }) => cycler(args)),
  hostFunction('joiner', ({ args }) => joiner(args[0] ?? ', ')),
];

/** The functions every template has: Jinja's own globals. */
export const builtins: ReadonlyMap<string, Value> = new Map(functions.map((fn) => [fn.name, fn]));

function cycler(items: readonly Value[]): Value {
  if (items.length === 0)
    throw new PythonError('TemplateRuntimeError', 'at least one item has to be provided');
  let position = 0;
  const current = () => items[position] ?? null;
  return hostObject({
    type: 'Cycler',
    attributes: {
      current,
      next: hostFunction('next', () => {
        const item = current();
        position = (position + 1) % items.length;
        return item;
      }),
      reset: hostFunction('reset', () => {
        position = 0;
        return null;
      }),
    },
  });
}

function joiner(separator: Value): Value {
  let used = false;
  return hostObject({
    type: 'Joiner',
    call: () => {
      if (used) return separator;
      used = true;
      return '';
    },
  });
}
