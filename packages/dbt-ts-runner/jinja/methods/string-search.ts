import { PythonError } from '../errors.ts';
import { intOf, readArguments, textOf } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { pointCount, pointOffset, points } from '../values/points.ts';
import { PyTuple } from '../values/tuple.ts';
import { methods } from './method.ts';

export const searchMethods = methods<string>({
  find: (self, call) => search(self, call, 'find', 'first'),
  rfind: (self, call) => search(self, call, 'rfind', 'last'),
  index: (self, call) => required(search(self, call, 'index', 'first')),
  rindex: (self, call) => required(search(self, call, 'rindex', 'last')),
  count: (self, call) => {
    const [needle, start, end] = readArguments(call, 'count', ['sub', 'start', 'end'], 1);
    const [text] = between(self, intOf(start, 0), intOf(end, Number.MAX_SAFE_INTEGER));
    const wanted = textOf(needle);
    return wanted === '' ? pointCount(text) + 1 : text.split(wanted).length - 1;
  },
  startswith: (self, call) =>
    affix(self, call, 'startswith', (text, part) => text.startsWith(part)),
  endswith: (self, call) => affix(self, call, 'endswith', (text, part) => text.endsWith(part)),
  replace: (self, call) => {
    const [old, fresh, count] = readArguments(call, 'replace', ['old', 'new', 'count'], 2);
    return replaceText(self, textOf(old), textOf(fresh), intOf(count, -1));
  },
  removeprefix: (self, call) => {
    const prefix = textOf(readArguments(call, 'removeprefix', ['prefix'], 1)[0]);
    return self.startsWith(prefix) ? self.slice(prefix.length) : self;
  },
  removesuffix: (self, call) => {
    const suffix = textOf(readArguments(call, 'removesuffix', ['suffix'], 1)[0]);
    return suffix !== '' && self.endsWith(suffix) ? self.slice(0, -suffix.length) : self;
  },
});

/** Python's `str.replace`; a negative count replaces all, an empty `old` stands between all characters. */
export function replaceText(text: string, old: string, fresh: string, count = -1): string {
  if (old !== '' && count < 0) return text.split(old).join(fresh);
  const parts = old === '' ? ['', ...points(text), ''] : text.split(old);
  const limit = count < 0 ? parts.length - 1 : Math.min(count, parts.length - 1);
  const replaced = parts.slice(0, limit + 1).join(fresh);
  const rest = parts.slice(limit + 1).map((part) => old + part);
  return replaced + rest.join('');
}

function search(self: string, call: Call, name: string, which: 'first' | 'last'): number {
  const [needle, start, end] = readArguments(call, name, ['sub', 'start', 'end'], 1);
  const [text, offset] = between(self, intOf(start, 0), intOf(end, Number.MAX_SAFE_INTEGER));
  const wanted = textOf(needle);
  const found = which === 'first' ? text.indexOf(wanted) : text.lastIndexOf(wanted);
  return found === -1 ? -1 : pointOffset(text, found) + offset;
}

function required(found: number): number {
  if (found === -1) throw new PythonError('ValueError', 'substring not found');
  return found;
}

function affix(
  self: string,
  call: Call,
  name: string,
  matches: (text: string, part: string) => boolean,
): boolean {
  const [part, start, end] = readArguments(call, name, ['affix', 'start', 'end'], 1);
  const from = intOf(start, 0);
  if (from > pointCount(self)) return false;
  const [text] = between(self, from, intOf(end, Number.MAX_SAFE_INTEGER));
  const parts = part instanceof PyTuple ? part.items : [part];
  return parts.some((candidate) => matches(text, textOf(candidate)));
}

/** The part of a text between two Python indexes, and where it begins. */
function between(text: string, start: number, end: number): [string, number] {
  if (start === 0 && end === Number.MAX_SAFE_INTEGER) return [text, 0];
  const characters = points(text);
  const from = start < 0 ? Math.max(characters.length + start, 0) : start;
  return [characters.slice(from, end).join(''), from];
}
