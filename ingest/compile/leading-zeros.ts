import { identifier, text } from '../engine.ts';
import { type Plan, presentColumns } from './plan.ts';

/** A zero before other digits: what a spreadsheet takes away from an id. */
export const ZERO_LED = '0\\d+';

/** The identifier columns that a file holds. */
export const idColumns = (plan: Plan): readonly string[] => {
  const here = new Set(presentColumns(plan));
  return plan.contract.columns
    .filter(({ name, format }) => format === 'identifier' && here.has(name))
    .map(({ name }) => name);
};

/** SQL of whether a value is led by a zero. The range comes first: by it the engine passes over row groups by their bounds. */
export const isZeroLed = (name: string): string => {
  const column = identifier(name);
  return `${column} >= '0' AND ${column} < '1' AND regexp_full_match(${column}, ${text(ZERO_LED)})`;
};
