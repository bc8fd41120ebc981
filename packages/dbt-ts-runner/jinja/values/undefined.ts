import { PythonError } from '../errors.ts';

/**
 * `absorbing` (while parsing a project): any use of an undefined value is again undefined.
 * `strict` (while running): it is falsy, empty and prints as nothing, any other use is an error.
 */
export type UndefinedMode = 'absorbing' | 'strict';

/** What a missing name, attribute or item gives; `hint` says what was missing. */
export class Undefined {
  readonly mode: UndefinedMode;
  readonly hint: string;

  constructor(mode: UndefinedMode, hint: string) {
    this.mode = mode;
    this.hint = hint;
  }

  /** The undefined value that comes of using this one, or the error when strict. */
  use(): Undefined {
    if (this.mode === 'absorbing') return this;
    throw new PythonError('UndefinedError', this.hint);
  }
}
