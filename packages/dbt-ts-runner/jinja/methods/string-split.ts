import { PythonError } from '../errors.ts';
import { intOf, readArguments, textOf } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { iterate } from '../values/iterate.ts';
import { PyList } from '../values/list.ts';
import { PyTuple } from '../values/tuple.ts';
import { typeName } from '../values/type-name.ts';
import type { Value } from '../values/value.ts';
import { methods } from './method.ts';

const lineEnd = /\r\n|[\n\r\v\f\x85\u2028\u2029]/g;

export const splitMethods = methods<string>({
  split: (self, call) => new PyList(split(self, call, 'split', false)),
  rsplit: (self, call) => new PyList(split(self, call, 'rsplit', true)),
  splitlines: (self, call) => {
    const [keep] = readArguments(call, 'splitlines', ['keepends']);
    return new PyList(splitLines(self, keep === true));
  },
  partition: (self, call) => {
    const separator = separatorOf(readArguments(call, 'partition', ['sep'], 1)[0]);
    const at = self.indexOf(separator);
    return at === -1 ? new PyTuple([self, '', '']) : around(self, at, separator);
  },
  rpartition: (self, call) => {
    const separator = separatorOf(readArguments(call, 'rpartition', ['sep'], 1)[0]);
    const at = self.lastIndexOf(separator);
    return at === -1 ? new PyTuple(['', '', self]) : around(self, at, separator);
  },
  join: (self, call) => {
    const [items] = readArguments(call, 'join', ['iterable'], 1);
    return iterate(items as Value)
      .map((item, index) => {
        if (typeof item === 'string') return item;
        throw new PythonError(
          'TypeError',
          `sequence item ${index}: expected str instance, ${typeName(item)} found`,
        );
      })
      .join(self);
  },
});

export function splitLines(text: string, keepEnds = false): string[] {
  const lines: string[] = [];
  let start = 0;
  for (const match of text.matchAll(lineEnd)) {
    const end = match.index + match[0].length;
    lines.push(text.slice(start, keepEnds ? end : match.index));
    start = end;
  }
  if (start < text.length) lines.push(text.slice(start));
  return lines;
}

function around(text: string, at: number, separator: string): PyTuple {
  return new PyTuple([text.slice(0, at), separator, text.slice(at + separator.length)]);
}

function separatorOf(value: Value | undefined): string {
  const separator = textOf(value);
  if (separator === '') throw new PythonError('ValueError', 'empty separator');
  return separator;
}

function split(self: string, call: Call, name: string, fromRight: boolean): string[] {
  const [separator, most] = readArguments(call, name, ['sep', 'maxsplit']);
  const limit = intOf(most, -1);
  if (separator === undefined || separator === null) return splitSpace(self, limit, fromRight);
  const mark = separatorOf(separator);
  const parts = self.split(mark);
  if (limit < 0 || parts.length <= limit + 1) return parts;
  if (!fromRight) return [...parts.slice(0, limit), parts.slice(limit).join(mark)];
  const kept = parts.length - limit;
  return [parts.slice(0, kept).join(mark), ...parts.slice(kept)];
}

function splitSpace(text: string, limit: number, fromRight: boolean): string[] {
  const words = [...text.matchAll(/\S+/g)];
  const texts = words.map(([word]) => word);
  if (limit < 0 || words.length <= limit + 1) return texts;
  if (!fromRight) {
    const rest = words[limit]?.index ?? 0;
    return [...texts.slice(0, limit), text.slice(rest).trimEnd()];
  }
  const last = words[words.length - limit - 1];
  const end = (last?.index ?? 0) + (last?.[0].length ?? 0);
  return [text.slice(0, end), ...texts.slice(words.length - limit)];
}
