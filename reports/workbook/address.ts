/** Letters of a 1-based column: 1 → A, 27 → AA. */
export function letters(column: number): string {
  let rest = column;
  let name = '';
  while (rest > 0) {
    const digit = (rest - 1) % 26;
    name = String.fromCharCode(65 + digit) + name;
    rest = (rest - 1 - digit) / 26;
  }
  return name;
}

/** A sheet's name as formulas quote it. */
export function quoted(sheet: string): string {
  return `'${sheet.replaceAll("'", "''")}'`;
}

/** Absolute reference to one cell of another sheet. */
export function cellOn(sheet: string, column: number, row: number): string {
  return `${quoted(sheet)}!$${letters(column)}$${row}`;
}

/** Absolute reference to rows `first` to `last` of one column of another sheet. */
export function rangeOn(sheet: string, column: number, first: number, last: number): string {
  const name = letters(column);
  return `${quoted(sheet)}!$${name}$${first}:$${name}$${last}`;
}
