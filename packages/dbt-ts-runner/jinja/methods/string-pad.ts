import { PythonError } from '../errors.ts';
import { checkedWidth } from '../format/width.ts';
import { intOf, readArguments, textOf } from '../signature.ts';
import type { Call } from '../values/call.ts';
import { pointCount, points } from '../values/points.ts';
import { methods } from './method.ts';

export const padMethods = methods<string>({
  strip: (self, call) => strip(self, charactersOf(call, 'strip'), true, true),
  lstrip: (self, call) => strip(self, charactersOf(call, 'lstrip'), true, false),
  rstrip: (self, call) => strip(self, charactersOf(call, 'rstrip'), false, true),
  ljust: (self, call) => pad(self, call, 'ljust', () => 0),
  rjust: (self, call) => pad(self, call, 'rjust', (missing) => missing),
  center: (self, call) =>
    pad(self, call, 'center', (missing, width) => Math.floor(missing / 2) + (missing & width & 1)),
  zfill: (self, call) => {
    const width = checkedWidth(intOf(readArguments(call, 'zfill', ['width'], 1)[0]));
    const [sign = ''] = /^[+-]?/.exec(self) ?? [];
    return sign + '0'.repeat(Math.max(width - pointCount(self), 0)) + self.slice(sign.length);
  },
  expandtabs: (self, call) => {
    const size = checkedWidth(intOf(readArguments(call, 'expandtabs', ['tabsize'])[0], 8));
    return self
      .split('\n')
      .map((line) => expandTabs(line, size))
      .join('\n');
  },
});

function charactersOf(call: Call, name: string): string | undefined {
  const [characters] = readArguments(call, name, ['chars']);
  return characters === undefined || characters === null ? undefined : textOf(characters);
}

/** Python's `str.strip` and its kin; white space when no characters are given. */
export function strip(
  text: string,
  characters: string | undefined,
  left: boolean,
  right: boolean,
): string {
  if (characters === undefined) {
    const trimmed = left ? text.trimStart() : text;
    return right ? trimmed.trimEnd() : trimmed;
  }
  const unwanted = new Set(points(characters));
  const all = points(text);
  let start = 0;
  let end = all.length;
  while (left && start < end && unwanted.has(all[start] ?? '')) start++;
  while (right && end > start && unwanted.has(all[end - 1] ?? '')) end--;
  return all.slice(start, end).join('');
}

function pad(
  self: string,
  call: Call,
  name: string,
  before: (missing: number, width: number) => number,
): string {
  const [width, fill] = readArguments(call, name, ['width', 'fillchar'], 1);
  const character = textOf(fill, ' ');
  const wanted = checkedWidth(intOf(width));
  if (pointCount(character) !== 1) {
    throw new PythonError('TypeError', 'The fill character must be exactly one character long');
  }
  const missing = Math.max(wanted - pointCount(self), 0);
  const left = before(missing, wanted);
  return character.repeat(left) + self + character.repeat(missing - left);
}

function expandTabs(line: string, size: number): string {
  let result = '';
  for (const point of points(line)) {
    if (point !== '\t') result += point;
    else if (size > 0) result += ' '.repeat(size - (pointCount(result) % size));
  }
  return result;
}
