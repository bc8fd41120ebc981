import { PythonError } from '../errors.ts';
import { formatPercent } from '../format/percent.ts';
import { checkedWidth } from '../format/width.ts';
import { capitalize } from '../methods/string-case.ts';
import { strip } from '../methods/string-pad.ts';
import { replaceText } from '../methods/string-search.ts';
import { splitLines } from '../methods/string-split.ts';
import { intOf, readArguments, textOf } from '../signature.ts';
import { PyDict } from '../values/dict.ts';
import { isIterable, iterate } from '../values/iterate.ts';
import { pointCount, points } from '../values/points.ts';
import { repr, str } from '../values/text.ts';
import { truthy } from '../values/truth.ts';
import { PyTuple } from '../values/tuple.ts';
import { typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';
import { type Filter, filterTable } from './filter.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  "'": '&#39;',
  '"': '&#34;',
};

const escapeHtml: Filter = (value) =>
  str(value).replace(/[&<>'"]/g, (character) => entities[character] ?? character);

export const textFilters = filterTable({
  string: (value) => str(value),
  upper: (value) => str(value).toUpperCase(),
  lower: (value) => str(value).toLowerCase(),
  capitalize: (value) => capitalize(str(value)),
  title: (value) => str(value).replace(/[^-\s({[<]+/g, capitalize),
  trim: (value, call) => {
    const [characters] = readArguments(call, 'trim', ['chars']);
    const unwanted =
      characters === undefined || characters === null ? undefined : textOf(characters);
    return strip(str(value), unwanted, true, true);
  },
  replace: (value, call) => {
    const [old, fresh, count] = readArguments(call, 'replace', ['old', 'new', 'count'], 2);
    return replaceText(str(value), str(old as Value), str(fresh as Value), intOf(count, -1));
  },
  format: (value, call) => {
    const named = new PyDict(call.kwargs);
    return formatPercent(str(value), named.size > 0 ? named : new PyTuple(call.args));
  },
  indent: (value, call) => {
    if (value instanceof Undefined) return value.use();
    if (typeof value !== 'string') {
      throw new PythonError('TypeError', `indent needs a text, not ${typeName(value)}`);
    }
    const [width, first, blank] = readArguments(call, 'indent', ['width', 'first', 'blank']);
    const margin = typeof width === 'string' ? width : ' '.repeat(checkedWidth(intOf(width, 4)));
    const [head = '', ...rest] = splitLines(`${value}\n`);
    const indented = rest.map((line) => (line === '' && !isTrue(blank) ? line : margin + line));
    return (isTrue(first) ? margin : '') + [head, ...indented].join('\n');
  },
  center: (value, call) => {
    const width = checkedWidth(intOf(readArguments(call, 'center', ['width'])[0], 80));
    const text = str(value);
    const missing = Math.max(width - pointCount(text), 0);
    const left = Math.floor(missing / 2) + (missing & width & 1);
    return ' '.repeat(left) + text + ' '.repeat(missing - left);
  },
  truncate: (value, call) => {
    const names = ['length', 'killwords', 'end', 'leeway'];
    const [most, killWords, end, leeway] = readArguments(call, 'truncate', names);
    const text = points(str(value));
    const limit = intOf(most, 255);
    if (text.length <= limit + intOf(leeway, 5)) return text.join('');
    const tail = textOf(end, '...');
    const kept = text.slice(0, limit - pointCount(tail)).join('');
    const lastSpace = kept.lastIndexOf(' ');
    return (isTrue(killWords) || lastSpace === -1 ? kept : kept.slice(0, lastSpace)) + tail;
  },
  wordcount: (value) => str(value).match(/[\p{L}\p{N}_]+/gu)?.length ?? 0,
  striptags: (value) =>
    str(value)
      .replace(/<!--[\s\S]*?-->|<[^>]*>/g, '')
      .split(/\s+/)
      .filter(Boolean)
      .join(' '),
  escape: escapeHtml,
  e: escapeHtml,
  forceescape: escapeHtml,
  safe: (value) => str(value),
  urlencode: (value) => {
    if (typeof value === 'string' || !isIterable(value)) return quoted(str(value), '/');
    const pairs = value instanceof PyDict ? value.entries() : iterate(value).map(iterate);
    return pairs.map((pair) => pair.map((part) => quoted(str(part), '')).join('=')).join('&');
  },
  pprint: (value) => repr(value),
});

function quoted(text: string, safe: string): string {
  const encoded = encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return safe === '/' ? encoded.replaceAll('%2F', '/') : encoded.replaceAll('%20', '+');
}

function isTrue(value: Value | undefined): boolean {
  return value !== undefined && truthy(value);
}
