import type { GivenBy, Plan, PlannedColumn } from './plan.ts';

/** A column whose value no cell gives: every row has the profile's constant, or what the caller set in its place. */
export interface AppliedConstant {
  readonly column: string;
  readonly value: string;
  readonly given_by: GivenBy;
}

/** A constant of one mapped column is part of the mapping; those under `constants` or from a file's name can be set. */
export const isSettable = (one: PlannedColumn): boolean => one.source.constant === undefined;

/** Every constant that the rows of a plan take, in the contract's order. */
export const appliedConstants = (plan: Plan): readonly AppliedConstant[] =>
  plan.columns.flatMap((one) =>
    one.constant === undefined
      ? []
      : [{ column: one.column.name, value: one.constant, given_by: one.givenBy ?? 'profile' }],
  );

/** Those that say what a row belongs to: in the key, or required. */
export const decisiveConstants = (plan: Plan): readonly AppliedConstant[] => {
  const decisive = new Set([...plan.contract.key, ...plan.required]);
  return appliedConstants(plan).filter((one) => decisive.has(one.column));
};
