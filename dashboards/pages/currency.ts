import type { Table } from '../wire/types.ts';

const currencyCode = /^[A-Z]{3}$/;

/** The currency that the result's columns are in, by their unit. */
export function currencyOf({ columns }: Table): string {
  return columns.find(({ unit }) => unit !== undefined && currencyCode.test(unit))?.unit ?? 'EUR';
}
