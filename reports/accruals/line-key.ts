/** A contract in one currency: the grain of the roll-forward. */
export function lineKey(contract: string | null, currency: string | null): string {
  return `${contract ?? ''}|${currency ?? ''}`;
}

/**
 * Short id of a roll-forward line. Sheets find each other's rows by it and not by contract, because
 * Excel's SUMIFS takes `0012` and `12` for the same and reads `*` and `?` as wildcards.
 */
export function lineId(index: number): string {
  return `L${String(index + 1).padStart(4, '0')}`;
}

/** What stands in place of a line id on rows that belong to no line. */
export const noLine = 'none';
