/** First characters by which a spreadsheet takes a cell for a formula, and the mark itself that says it is none. */
const RISKY = "=+@\\t\\r'-";

/** SQL that marks a text as text, so that opening the file calculates nothing. */
export const guarded = (sql: string): string =>
  `CASE WHEN regexp_matches(${sql}, '^[${RISKY.replaceAll("'", "''")}]') THEN '''' || ${sql} ELSE ${sql} END`;

const GUARDED = new RegExp(`^'(?=[${RISKY}])`);

/** The cell as it was before it was guarded. */
export const unguarded = (cell: string): string => cell.replace(GUARDED, '');
