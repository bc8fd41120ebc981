import { PythonError } from '../errors.ts';

/** Python's flag bits. */
export const regexFlags = { IGNORECASE: 2, MULTILINE: 8, DOTALL: 16, VERBOSE: 64 } as const;

const inline: Readonly<Record<string, number>> = { i: 2, m: 8, s: 16, x: 64, a: 0, u: 0 };
const end = '(?![\\s\\S])';

/** A Python pattern as a JavaScript one; what has no counterpart is refused. */
export function translateRegex(pattern: string, flags: number): RegExp {
  const [, letters = '', rest = pattern] = /^\(\?([aimsux]+)\)([\s\S]*)$/.exec(pattern) ?? [];
  const bits = [...letters].reduce((sum, letter) => sum | (inline[letter] ?? 0), flags);
  const multiline = (bits & regexFlags.MULTILINE) !== 0;
  const source = translate(rest, multiline, (bits & regexFlags.VERBOSE) !== 0);
  const options = [
    'dg',
    (bits & regexFlags.IGNORECASE) !== 0 ? 'i' : '',
    multiline ? 'm' : '',
    (bits & regexFlags.DOTALL) !== 0 ? 's' : '',
  ];
  try {
    return new RegExp(source, options.join(''));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new PythonError('ValueError', `regular expression '${pattern}': ${reason}`);
  }
}

function translate(pattern: string, multiline: boolean, verbose: boolean): string {
  let result = '';
  let inClass = false;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] ?? '';
    if (character === '\\') {
      const escaped = pattern[++at] ?? '';
      result += escapeOf(escaped, inClass);
    } else if (inClass) {
      inClass = character !== ']';
      result += character === '[' ? '\\[' : character;
    } else if (character === '[') {
      inClass = true;
      const [opening = '['] = /^\[\^?\]?/.exec(pattern.slice(at)) ?? [];
      result += opening.endsWith(']') ? `${opening.slice(0, -1)}\\]` : opening;
      at += opening.length - 1;
    } else if (verbose && /\s/.test(character)) {
    } else if (verbose && character === '#') {
      while (at + 1 < pattern.length && pattern[at + 1] !== '\n') at++;
    } else if (character === '$' && !multiline) {
      result += `(?=\\n?${end})`;
    } else if (character === '(' && pattern[at + 1] === '?') {
      const [whole, translated] = groupOf(pattern.slice(at));
      result += translated;
      at += whole - 1;
    } else {
      result += character;
    }
  }
  return result;
}

function escapeOf(character: string, inClass: boolean): string {
  if (inClass) return `\\${character}`;
  if (character === 'A') return '(?<![\\s\\S])';
  return character === 'Z' ? end : `\\${character}`;
}

/** The length of a group's opening in Python and what it is in JavaScript. */
function groupOf(text: string): [number, string] {
  const [opening, name] = /^\(\?P<(\w+)>/.exec(text) ?? [];
  if (opening && name) return [opening.length, `(?<${name}>`];
  const [reference, known] = /^\(\?P=(\w+)\)/.exec(text) ?? [];
  if (reference && known) return [reference.length, `\\k<${known}>`];
  const [comment] = /^\(\?#[^)]*\)/.exec(text) ?? [];
  if (comment) return [comment.length, ''];
  const [flagged, letters] = /^\(\?([a-z]+)[:)]/.exec(text) ?? [];
  if (flagged)
    throw new PythonError('ValueError', `the inline flags (?${letters}) are not supported here`);
  return [1, '('];
}
