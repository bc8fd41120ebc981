import type { Contract, ContractColumn } from '../../contract.ts';
import type { Engine } from '../../engine.ts';
import { cell } from '../../formats/piece.ts';
import type { Aliases } from './aliases.ts';
import { type Fit, fitOf } from './fit.ts';
import { likeness, nameScore, wordsOf } from './name-score.ts';

/** A delivered column that would give a canonical one. */
export interface Pair {
  readonly column: ContractColumn;
  readonly from: string;
  readonly at: number;
  readonly score: number;
  readonly fit: Fit;
}

/** How well a table fits a contract: 0 to 1, the pairs, and what is missing of the required columns. */
export interface ContractMatch {
  readonly contract: Contract;
  readonly score: number;
  readonly pairs: readonly Pair[];
  readonly missing: readonly string[];
}

const NONE: ReadonlySet<string> = new Set();
const KEY_WEIGHT = 3;
const REQUIRED_WEIGHT = 2;

const weightOf = (contract: Contract, name: string): number => {
  if (contract.key.includes(name)) return KEY_WEIGHT;
  return contract.required.includes(name) ? REQUIRED_WEIGHT : 1;
};

/** Pairs by name alone, best first, each column used once. */
const byName = (
  columns: readonly string[],
  contract: Contract,
  aliases: Aliases,
): readonly Omit<Pair, 'fit'>[] => {
  const all = contract.columns.flatMap((column) => {
    const known = aliases.get(`${contract.feed}.${column.name}`) ?? NONE;
    return columns.map((from, at) => ({
      column,
      from,
      at,
      score: nameScore(from, column.name, known),
    }));
  });
  const taken = new Set<number>();
  const given = new Set<string>();
  return all
    .filter(({ score }) => score > 0)
    .sort((left, right) => right.score - left.score || left.at - right.at)
    .filter(({ at, column }) => {
      if (taken.has(at) || given.has(column.name)) return false;
      taken.add(at);
      given.add(column.name);
      return true;
    });
};

const sum = (numbers: readonly number[]): number => numbers.reduce((total, one) => total + one, 0);

/** Values of which fewer than half can be read are of another column. */
const LEAST_SHARE = 0.5;

const REQUIRED_SHARE = 0.35;
const USED_SHARE = 0.5;
const NAME_SHARE = 0.15;

/** Fits a table of the engine's `sample` to one contract. `title` is the file's or table's own name. */
export const matchContract = async (
  engine: Engine,
  title: string,
  columns: readonly string[],
  contract: Contract,
  aliases: Aliases,
): Promise<ContractMatch> => {
  const pairs: Pair[] = [];
  for (const pair of byName(columns, contract, aliases)) {
    const fit = await fitOf(engine, cell(pair.at), pair.column);
    if (fit.share >= LEAST_SHARE) pairs.push({ ...pair, fit, score: pair.score * fit.share });
  }
  const needed = [...new Set([...contract.key, ...contract.required])];
  const given = new Map(pairs.map((pair) => [pair.column.name, pair.score]));
  const weights = needed.map((name) => weightOf(contract, name));
  const reached = needed.map((name, at) => (given.get(name) ?? 0) * (weights[at] ?? 0));
  const score =
    REQUIRED_SHARE * (sum(reached) / sum(weights)) +
    USED_SHARE * (sum(pairs.map((pair) => pair.score)) / Math.max(columns.length, 1)) +
    NAME_SHARE * likeness(wordsOf(title), wordsOf(contract.feed));
  return { contract, score, pairs, missing: needed.filter((name) => !given.has(name)) };
};
