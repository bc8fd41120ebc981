import { gzipSync } from 'node:zlib';
import { strToU8, unzipSync, zipSync } from 'fflate';
import type { Mutation } from './mutate.ts';

const at = (length: number, next: () => number): number => Math.floor(next() * Math.max(1, length));

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

const ODD: readonly Json[] = [
  null,
  true,
  0,
  -1.5,
  '',
  'x',
  [],
  {},
  [null],
  [[]],
  [{}],
  { '': null },
  { __proto__: null, constructor: 'x', toString: 1 },
];

/** Puts another kind of value, nothing, or itself twice in the place of one value of a JSON document. */
const bend = (value: Json, next: () => number): Json => {
  const places: (() => void)[] = [];
  const visit = (node: Json): void => {
    if (typeof node !== 'object' || node === null || places.length > 20_000) return;
    for (const key of Object.keys(node)) {
      const holder = node as { [key: string]: Json };
      places.push(() => {
        const odd = ODD[at(ODD.length, next)] ?? null;
        const how = at(4, next);
        if (how === 0) delete holder[key];
        else if (how === 1) holder[key] = [holder[key] ?? null, holder[key] ?? null];
        else holder[key] = odd;
      });
      visit(holder[key] ?? null);
    }
  };
  const root = { root: structuredClone(value) };
  visit(root);
  places[at(places.length, next)]?.();
  return root.root ?? null;
};

const bentText = (text: string, next: () => number): string => {
  try {
    return JSON.stringify(bend(JSON.parse(text), next));
  } catch {
    const lines = text.split('\n');
    const line = at(lines.length, next);
    try {
      return lines.with(line, JSON.stringify(bend(JSON.parse(lines[line] ?? ''), next))).join('\n');
    } catch {
      return lines.with(line, 'null').join('\n');
    }
  }
};

const pick = (text: string, pattern: RegExp, next: () => number): RegExpExecArray | undefined => {
  const found = [...text.slice(0, 400_000).matchAll(pattern)];
  return found[at(found.length, next)] as RegExpExecArray | undefined;
};

const replaceAt = (text: string, found: RegExpExecArray | undefined, by: string): string =>
  found ? text.slice(0, found.index) + by + text.slice(found.index + found[0].length) : text;

const onText = (name: string, change: (text: string, next: () => number) => string): Mutation => ({
  name,
  mutate: (bytes, next) => Buffer.from(change(bytes.toString('latin1'), next), 'latin1'),
});

const inProlog = (declaration: string) => (text: string) => {
  const root = /<(?![?!])/.exec(text);
  return root ? text.slice(0, root.index) + declaration + text.slice(root.index) : text;
};

const LAUGHS = `<!DOCTYPE x [<!ENTITY a0 "ha">${Array.from(
  { length: 20 },
  (_, level) => `<!ENTITY a${level + 1} "${`&a${level};`.repeat(10)}">`,
).join('')}]>`;

/** One member of an archive damaged, and packed again with sound sums; a file that is no archive becomes one. */
const inArchive = (
  name: string,
  change: (
    members: Record<string, Uint8Array>,
    next: () => number,
    chosen: string,
  ) => Record<string, Uint8Array>,
): Mutation => ({
  name,
  mutate: (bytes, next) => {
    const isZip = bytes.subarray(0, 2).toString() === 'PK';
    const members = isZip ? unzipSync(bytes) : { 'file.csv': new Uint8Array(bytes) };
    const names = Object.keys(members);
    return Buffer.from(zipSync(change(members, next, names[at(names.length, next)] ?? '')));
  },
});

const damaged = (bytes: Uint8Array, next: () => number): Uint8Array => {
  const copy = Uint8Array.from(bytes);
  for (let i = 0; i < 3; i += 1) copy[at(copy.length, next)] = at(256, next);
  return copy;
};

/** Damage that a parser lets through, and what is built to harm. */
export const bends: readonly Mutation[] = [
  ...['one', 'another', 'a third'].map((which) =>
    onText(`${which} JSON value of another kind`, bentText),
  ),
  onText('an attribute removed', (text, next) =>
    replaceAt(text, pick(text, /\s[\w:]+="[^"]*"/g, next), ''),
  ),
  onText('an attribute emptied', (text, next) =>
    replaceAt(text, pick(text, /(?<==)"[^"]*"/g, next), '""'),
  ),
  onText('an attribute without sense', (text, next) =>
    replaceAt(text, pick(text, /(?<==)"[^"]*"/g, next), '"\u00a4 -1e99"'),
  ),
  onText('an element of another name', (text, next) =>
    text.replaceAll(pick(text, /(?<=<)[A-Za-z][\w:.-]*/g, next)?.[0] ?? ' ', 'Other'),
  ),
  onText('an element emptied', (text, next) =>
    replaceAt(text, pick(text, /(?<=>)[^<>]+(?=<\/)/g, next), ''),
  ),
  onText('an element removed', (text, next) =>
    replaceAt(text, pick(text, /<([A-Za-z][\w:.-]*)\b[^<>]*(?:\/>|>[^<>]*<\/\1>)/g, next), ''),
  ),
  onText('a number beyond sense', (text, next) =>
    replaceAt(text, pick(text, /(?<![\w.-])\d+(?:\.\d+)?(?![\w-])/g, next), '-9'.repeat(40)),
  ),
  onText('a document type', inProlog('<!DOCTYPE x>')),
  onText('an external entity', inProlog('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>')),
  onText('an external DTD', inProlog('<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd">')),
  onText('billion laughs', inProlog(LAUGHS)),
  onText('deep JSON', (text, next) => {
    const where = at(text.length, next);
    return text.slice(0, where) + '[{"a":'.repeat(50_000) + text.slice(where);
  }),
  onText('deep XML', (text, next) => {
    const where = pick(text, /(?<=>)\s*(?=<)/g, next)?.index ?? 0;
    return `${text.slice(0, where)}${'<a>'.repeat(50_000)}${'</a>'.repeat(50_000)}${text.slice(where)}`;
  }),
  inArchive('a member damaged', (members, next, chosen) => ({
    ...members,
    [chosen]: damaged(members[chosen] ?? new Uint8Array(), next),
  })),
  inArchive('a member cut', (members, next, chosen) => {
    const bytes = members[chosen] ?? new Uint8Array();
    return { ...members, [chosen]: bytes.subarray(0, at(bytes.length, next)) };
  }),
  inArchive('a member removed', (members, _, chosen) =>
    Object.fromEntries(Object.entries(members).filter(([name]) => name !== chosen)),
  ),
  inArchive('a member whose path climbs out', (members, _, chosen) => ({
    ...members,
    '../../climbed.csv': members[chosen] ?? new Uint8Array(),
  })),
  inArchive('a member with an absolute path', (members, _, chosen) => ({
    ...members,
    '/tmp/absolute.csv': members[chosen] ?? new Uint8Array(),
  })),
  inArchive('an archive within an archive within an archive', (members) => ({
    'outer.zip': zipSync({ 'middle.zip': zipSync({ 'inner.zip': zipSync(members) }) }),
  })),
  inArchive('a member that is a bomb', (members) => ({
    ...members,
    'bomb.csv.gz': gzipSync(Buffer.alloc(70 * 2 ** 20)),
    'bomb.csv': strToU8('a,b\n'.repeat(17_000_000)),
  })),
  {
    name: 'gzip of gzip of gzip',
    mutate: (bytes) => gzipSync(gzipSync(gzipSync(bytes))),
  },
];
