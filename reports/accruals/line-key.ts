/** A contract in one currency: the grain of the roll-forward. */
export function lineKey(contract: string | null, currency: string | null): string {
  return `${contract ?? ''}|${currency ?? ''}`;
}
