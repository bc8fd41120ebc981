import { PythonError } from '../errors.ts';
import { readArguments } from '../signature.ts';
import { PyDict } from '../values/dict.ts';
import { type HostObject, hostFunction, hostObject } from '../values/host.ts';
import { pointOffset } from '../values/points.ts';
import { repr } from '../values/text.ts';
import { PyTuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';

/** What `re.match` and kin give: `group`, `groups`, `groupdict`, `start`, `end`, `span`. */
export function matchObject(match: RegExpExecArray, text: string): HostObject {
  const group = (key: Value): string | null => {
    const index = groupIndex(match, key);
    if (index === undefined) throw new PythonError('IndexError', 'no such group');
    return match[index] ?? null;
  };
  const span = (key: Value): [number, number] => {
    const bounds = match.indices?.[groupIndex(match, key) ?? 0];
    return bounds ? [pointOffset(text, bounds[0]), pointOffset(text, bounds[1])] : [-1, -1];
  };
  const others = () => match.slice(1).map((part) => part ?? null);
  return hostObject({
    type: 're.Match',
    truthy: () => true,
    items: (key) => (groupIndex(match, key) === undefined ? undefined : group(key)),
    text: () => `<re.Match object; span=${repr(new PyTuple(span(0)))}, match=${repr(match[0])}>`,
    attributes: {
      string: text,
      group: hostFunction('group', ({ args }) => {
        if (args.length <= 1) return group(args[0] ?? 0);
        return new PyTuple(args.map(group));
      }),
      groups: hostFunction('groups', (call) => {
        const [fallback = null] = readArguments(call, 'groups', ['default']);
        return new PyTuple(others().map((part) => part ?? fallback));
      }),
      groupdict: hostFunction(
        'groupdict',
        () =>
          new PyDict(
            Object.entries(match.groups ?? {}).map(([name, part]) => [name, part ?? null] as const),
          ),
      ),
      start: hostFunction('start', ({ args }) => span(args[0] ?? 0)[0]),
      end: hostFunction('end', ({ args }) => span(args[0] ?? 0)[1]),
      span: hostFunction('span', ({ args }) => new PyTuple(span(args[0] ?? 0))),
    },
  });
}

function groupIndex(match: RegExpExecArray, key: Value): number | undefined {
  if (typeof key === 'number') return key >= 0 && key < match.length ? key : undefined;
  const { groups } = match;
  if (typeof key !== 'string' || !groups || !Object.hasOwn(groups, key)) return undefined;
  const bounds = match.indices?.groups?.[key];
  const index = match.indices?.findIndex((pair, at) => at > 0 && pair === bounds) ?? -1;
  if (index > 0) return index;
  return match.findIndex((part, at) => at > 0 && part === groups[key]);
}
