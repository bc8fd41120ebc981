/** A place in a template: `line` and `column` count from 1. */
export interface Position {
  readonly line: number;
  readonly column: number;
}
