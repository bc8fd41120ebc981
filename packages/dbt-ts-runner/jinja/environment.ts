import { JinjaError } from './errors.ts';
import type { Template } from './template.ts';
import type { UndefinedMode } from './values/undefined.ts';
import type { Value } from './values/value.ts';

export interface EnvironmentOptions {
  /** What a missing name is; default `strict`. */
  readonly undefined?: UndefinedMode;
  /** Names every template sees, below its own context. */
  readonly globals?: Readonly<Record<string, Value>>;
}

export class Environment {
  readonly undefinedMode: UndefinedMode;
  readonly globals: Readonly<Record<string, Value>>;

  constructor(options: EnvironmentOptions = {}) {
    this.undefinedMode = options.undefined ?? 'strict';
    this.globals = options.globals ?? {};
  }

  /** Parses, or finds the tree of equal text parsed before; throws `JinjaError` on bad syntax. */
  parse(_source: string, name: string): Template {
    throw new JinjaError('TemplateSyntaxError', 'the parser is not in place yet', name, {
      line: 1,
      column: 1,
    });
  }
}
