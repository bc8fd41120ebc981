import { AstCache } from './ast-cache.ts';
import { JinjaError } from './errors.ts';
import { SyntaxFault } from './syntax/fault.ts';
import { normalise } from './syntax/lexer.ts';
import { parseTemplate } from './syntax/parser.ts';
import type { Template } from './template.ts';
import { ParsedTemplate } from './template.ts';
import type { UndefinedMode } from './values/undefined.ts';
import type { Value } from './values/value.ts';

/** Settings of an `Environment`. */
export interface EnvironmentOptions {
  /** What a missing name is; default `strict`. */
  readonly undefined?: UndefinedMode;
  /** Names every template sees, below its own context. */
  readonly globals?: Readonly<Record<string, Value>>;
}

/** Trees do not depend on the environment, so all environments share them. */
const trees = new AstCache();

/** What templates share: how missing names behave, and their globals. Holds no other state. */
export class Environment {
  readonly undefinedMode: UndefinedMode;
  readonly globals: Readonly<Record<string, Value>>;

  constructor(options: EnvironmentOptions = {}) {
    this.undefinedMode = options.undefined ?? 'strict';
    this.globals = options.globals ?? {};
  }

  /** Parses, or finds the tree of equal text parsed before; throws `JinjaError` on bad syntax. */
  parse(source: string, name: string): Template {
    const text = normalise(source);
    try {
      const ast = trees.find(text, () => parseTemplate(text));
      return new ParsedTemplate(name, text, ast, this);
    } catch (error) {
      if (!(error instanceof SyntaxFault)) throw error;
      throw new JinjaError('TemplateSyntaxError', error.message, name, error.at);
    }
  }
}
