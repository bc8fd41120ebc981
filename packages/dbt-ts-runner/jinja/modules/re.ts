import { PythonError } from '../errors.ts';
import { chain, mapInOrder, type Pending } from '../pending.ts';
import { intOf, readArguments, textOf } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { HostFunction, HostObject, hostFunction, hostObject } from '../values/host.ts';
import { PyIterator } from '../values/iterator.ts';
import { PyList } from '../values/list.ts';
import { Macro } from '../values/macro.ts';
import { str } from '../values/text.ts';
import { PyTuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import { matchObject } from './match.ts';
import { regexFlags, translateRegex } from './regex-syntax.ts';

/** The functions that module and compiled pattern share; the pattern comes first in the module's. */
const operations: Readonly<
  Record<
    string,
    { names: string[]; run: (regex: RegExp, args: Given, call: Call) => Pending<Value> }
  >
> = {
  match: { names: ['string'], run: (regex, [text]) => find(regex, textOf(text), 'start') },
  fullmatch: { names: ['string'], run: (regex, [text]) => find(regex, textOf(text), 'whole') },
  search: { names: ['string'], run: (regex, [text]) => find(regex, textOf(text), 'anywhere') },
  findall: { names: ['string'], run: (regex, [text]) => findAll(regex, textOf(text)) },
  finditer: {
    names: ['string'],
    run: (regex, [text]) =>
      new PyIterator(matches(regex, textOf(text)).map((match) => matchObject(match, textOf(text)))),
  },
  sub: {
    names: ['repl', 'string', 'count'],
    run: (regex, [replacement, text, count], call) =>
      substitute(regex, replacement as Value, textOf(text), intOf(count, 0), call),
  },
  split: {
    names: ['string', 'maxsplit'],
    run: (regex, [text, most]) => split(regex, textOf(text), intOf(most, 0)),
  },
};

type Given = readonly (Value | undefined)[];

/** `modules.re`. */
export function reModule(): HostObject {
  const { IGNORECASE, MULTILINE, DOTALL, VERBOSE } = regexFlags;
  const functions = Object.entries(operations).map(([name, { names, run }]) => [
    name,
    hostFunction(name, (call) => {
      const [pattern, ...rest] = readArguments(call, name, ['pattern', ...names, 'flags'], 2);
      return run(regexOf(pattern as Value, intOf(rest.pop(), 0)), rest, call);
    }),
  ]);
  return hostObject({
    type: 'module',
    attributes: {
      ...Object.fromEntries(functions),
      compile: hostFunction('compile', (call) => {
        const [pattern, flags] = readArguments(call, 'compile', ['pattern', 'flags'], 1);
        return patternObject(regexOf(pattern as Value, intOf(flags, 0)), pattern as Value);
      }),
      escape: hostFunction('escape', ({ args }) =>
        textOf(args[0]).replace(/[\\^$.*+?()[\]{}|#&~\-\s]/g, '\\$&'),
      ),
      IGNORECASE,
      I: IGNORECASE,
      MULTILINE,
      M: MULTILINE,
      DOTALL,
      S: DOTALL,
      VERBOSE,
      X: VERBOSE,
    },
  });
}

function patternObject(regex: RegExp, pattern: Value): HostObject {
  const methods = Object.entries(operations).map(([name, { names, run }]) => [
    name,
    hostFunction(name, (call) => run(regex, readArguments(call, name, names, 1), call)),
  ]);
  return hostObject({
    type: 're.Pattern',
    native: regex,
    attributes: { ...Object.fromEntries(methods), pattern },
  });
}

function regexOf(pattern: Value, flags: number): RegExp {
  if (pattern instanceof HostObject && pattern.native instanceof RegExp) return pattern.native;
  return translateRegex(textOf(pattern), flags);
}

function matches(regex: RegExp, text: string): RegExpExecArray[] {
  return [...text.matchAll(regex)];
}

function find(regex: RegExp, text: string, where: 'start' | 'whole' | 'anywhere'): Value {
  const source = where === 'whole' ? `(?:${regex.source})(?![\\s\\S])` : regex.source;
  const flags = regex.flags.replace('g', where === 'anywhere' ? '' : 'y');
  const match = new RegExp(source, flags).exec(text);
  return match && matchObject(match, text);
}

function findAll(regex: RegExp, text: string): PyList {
  return new PyList(
    matches(regex, text).map(([whole, ...groups]) => {
      if (groups.length === 0) return whole;
      const parts = groups.map((group) => group ?? '');
      return parts.length === 1 ? (parts[0] ?? '') : new PyTuple(parts);
    }),
  );
}

function substitute(
  regex: RegExp,
  replacement: Value,
  text: string,
  count: number,
  call: Call,
): Pending<string> {
  const all = matches(regex, text);
  const chosen = count > 0 ? all.slice(0, count) : all;
  return chain(
    mapInOrder(chosen, (match) => replacementFor(match, replacement, text, call)),
    (parts) => {
      let result = '';
      let from = 0;
      chosen.forEach((match, index) => {
        result += text.slice(from, match.index) + parts[index];
        from = match.index + match[0].length;
      });
      return result + text.slice(from);
    },
  );
}

function replacementFor(
  match: RegExpExecArray,
  replacement: Value,
  text: string,
  call: Call,
): Pending<string> {
  if (replacement instanceof Macro || replacement instanceof HostFunction) {
    const args = [matchObject(match, text)];
    return chain(replacement.invoke({ ...call, args, kwargs: new Map() }), str);
  }
  return textOf(replacement).replace(
    /\\(?:g<(\w+)>|(\d{1,2})|([\s\S]))/g,
    (_all, name?: string, digits?: string, escaped?: string) => {
      if (escaped !== undefined)
        return { n: '\n', t: '\t', r: '\r', '\\': '\\' }[escaped] ?? `\\${escaped}`;
      const key = name ?? digits ?? '0';
      if (/^\d+$/.test(key)) return match[Number(key)] ?? '';
      const { groups } = match;
      if (groups && Object.hasOwn(groups, key)) return groups[key] ?? '';
      throw new PythonError('IndexError', `unknown group name '${key}'`);
    },
  );
}

function split(regex: RegExp, text: string, most: number): PyList {
  const parts: Value[] = [];
  let from = 0;
  const all = matches(regex, text);
  for (const match of most > 0 ? all.slice(0, most) : all) {
    parts.push(text.slice(from, match.index), ...match.slice(1).map((group) => group ?? null));
    from = match.index + match[0].length;
  }
  return new PyList([...parts, text.slice(from)]);
}
