import { nameKey } from '../profile.ts';

/** Words of other systems for the words of contracts. */
const SYNONYMS: Readonly<Record<string, string>> = {
  act: 'actual',
  amt: 'amount',
  cd: 'code',
  curr: 'currency',
  dat: 'date',
  desc: 'description',
  dt: 'date',
  dtc: 'date',
  est: 'planned',
  facility: 'site',
  fin: 'finish',
  invid: 'site',
  nm: 'name',
  no: 'number',
  num: 'number',
  nr: 'number',
  patient: 'subject',
  plan: 'planned',
  pi: 'investigator',
  protocol: 'study',
  pt: 'subject',
  qty: 'quantity',
  rand: 'randomization',
  randomisation: 'randomization',
  randomized: 'randomization',
  screened: 'screening',
  subj: 'subject',
  term: 'term',
  trial: 'study',
  usubjid: 'subject',
  vis: 'visit',
};

const VENDOR_SUFFIX = /__(v|c|sys|ctms|clin|vr|cr)$/i;

/** The words of a column's name: camel case, underscores and vendors' suffixes taken apart, synonyms translated. */
export const wordsOf = (name: string): readonly string[] =>
  name
    .trim()
    .replace(VENDOR_SUFFIX, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/(id|dt|dat|date|num|name)$/i, ' $1')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => SYNONYMS[word] ?? word);

const shared = (left: ReadonlySet<string>, right: ReadonlySet<string>): number =>
  [...left].filter((word) => right.has(word)).length;

/** How alike two sets of words are, 0 to 1: shared words by all words. */
export const likeness = (left: readonly string[], right: readonly string[]): number => {
  const one = new Set(left);
  const other = new Set(right);
  const both = shared(one, other);
  return both === 0 ? 0 : both / (one.size + other.size - both);
};

const SAME = 1;
const KNOWN_ALIAS = 0.95;
const ALIKE = 0.8;
const TOO_FAR = 0.5;

/**
 * How well a delivered column's name fits a canonical column, 0 to 1: the same name, then a name that a profile maps to it,
 * then names of the same words. Names that share less than half of their words do not fit.
 */
export const nameScore = (
  delivered: string,
  canonical: string,
  aliases: ReadonlySet<string>,
): number => {
  const key = nameKey(delivered);
  if (key === canonical) return SAME;
  if (aliases.has(key)) return KNOWN_ALIAS;
  const alike = likeness(wordsOf(delivered), wordsOf(canonical));
  return alike < TOO_FAR ? 0 : alike * ALIKE;
};
