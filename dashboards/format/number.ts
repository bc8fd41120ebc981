const grouped = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 0 });
const oneDecimal = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 1 });
const twoDecimals = new Intl.NumberFormat('en-GB', { maximumFractionDigits: 2 });

export function integer(value: number): string {
  return grouped.format(value);
}

export function decimal(value: number, places: 1 | 2 = 1): string {
  return (places === 1 ? oneDecimal : twoDecimals).format(value);
}

/** A ratio as percent: `percent(0.4549)` is `45.5%`. */
export function percent(ratio: number): string {
  return `${oneDecimal.format(ratio * 100)}%`;
}

/** A change with its sign, a real minus included: `signed(-12)` is `−12`. */
export function signed(value: number): string {
  if (value === 0) return '0';
  return `${value > 0 ? '+' : '−'}${oneDecimal.format(Math.abs(value))}`;
}

/** `1 study`, `2 studies`: the count with its noun. */
export function count(value: number, one: string, many = `${one}s`): string {
  return `${integer(value)} ${value === 1 ? one : many}`;
}
