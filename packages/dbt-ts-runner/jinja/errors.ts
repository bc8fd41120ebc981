import type { Position } from './position.ts';
import type { Value } from './values/value.ts';

/** What went wrong, in the words Python and Jinja2 use. */
export type ErrorKind =
  | 'TemplateSyntaxError'
  | 'TemplateAssertionError'
  | 'TemplateRuntimeError'
  | 'UndefinedError'
  | 'SecurityError'
  | 'TypeError'
  | 'ValueError'
  | 'KeyError'
  | 'IndexError'
  | 'ZeroDivisionError'
  | 'OverflowError'
  | 'AttributeError'
  | 'RecursionError'
  | 'HostError';

/** One macro call on the way to an error: which macro, and where it was called. */
export interface MacroFrame {
  readonly macro: string;
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/** An error of the value layer, before the evaluator knows where in which template it happened. */
export class PythonError extends Error {
  readonly kind: ErrorKind;

  constructor(kind: ErrorKind, message: string) {
    super(message);
    this.name = kind;
    this.kind = kind;
  }
}

/**
 * The one error templates end with. `message` is the bare sentence, `frames` the macro calls from
 * the innermost outwards, `cause` the host function's own error when `kind` is `HostError`.
 */
export class JinjaError extends Error {
  readonly kind: ErrorKind;
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly frames: MacroFrame[] = [];

  constructor(
    kind: ErrorKind,
    message: string,
    file: string,
    position: Position,
    options?: { cause?: unknown },
  ) {
    super(message, options);
    this.name = 'JinjaError';
    this.kind = kind;
    this.file = file;
    this.line = position.line;
    this.column = position.column;
  }

  /** The sentence with its place and the macro calls that led there, one per line. */
  get located(): string {
    const calls = this.frames.map(
      (frame) => `\n  called by macro ${frame.macro} (${frame.file}:${frame.line}:${frame.column})`,
    );
    return `${this.message} (${this.file}:${this.line}:${this.column})${calls.join('')}`;
  }
}

/** Thrown by a host function to end the running macro early; `value` becomes the macro call's value. */
export class ReturnSignal {
  readonly value: Value;

  constructor(value: Value) {
    this.value = value;
  }
}
