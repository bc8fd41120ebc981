import { RunnerError } from '../errors.ts';
import { suggestion } from '../project/nearest.ts';
import { type Json, type JsonObject, objectOf, textsOf } from '../project/yaml.ts';
import type { Message } from './base_names.ts';
import { guessedWarnings, knownWarnings, type WarningName } from './warning_names.ts';

/** Something that is told and keeps nothing from running, unless the rules make it an error. */
export interface Warning {
  readonly name: WarningName;
  readonly text: string;
}

/** How warnings are to be taken: `warnError` makes each an error but guesses, the options some of them. */
export interface WarningOptions {
  readonly warnError?: boolean;
  /** `error` ("all" or names), `warn` (names left out of it) and `silence` (names). */
  readonly warnErrorOptions?: JsonObject;
}

/** What becomes of a warning. */
export type Verdict = 'warn' | 'error' | 'silence';

/** Tells of each warning whether it is told, raised or kept quiet. */
export class WarningRules {
  readonly #isStrict: boolean;
  readonly #options: Readonly<Record<'error' | 'warn' | 'silence', readonly string[]>>;

  constructor(isStrict: boolean, options: JsonObject = {}) {
    const { include = [], exclude = [], error = include, warn = exclude, silence = [] } = options;
    this.#isStrict = isStrict;
    this.#options = { error: textsOf(error), warn: textsOf(warn), silence: textsOf(silence) };
    this.#check(options);
  }

  /** The rules of the options, else of the flags of dbt_project.yml. */
  static of(options: WarningOptions, flags: JsonObject): WarningRules {
    const { warnError, warnErrorOptions } = options;
    const isGiven = warnError !== undefined || warnErrorOptions !== undefined;
    const strict = isGiven ? warnError : flags.warn_error;
    const named = isGiven ? warnErrorOptions : objectOf(flags.warn_error_options);
    if (strict === true && Object.keys(named ?? {}).length > 0) {
      throw invalid('warn-error and warn-error-options are both given. Keep one.');
    }
    return new WarningRules(strict === true, named);
  }

  /** `flags` as templates see them. */
  get flags(): JsonObject {
    const { error, warn, silence } = this.#options;
    const options: JsonObject = { error: [...error], warn: [...warn], silence: [...silence] };
    return { WARN_ERROR: this.#isStrict, WARN_ERROR_OPTIONS: options };
  }

  verdict(name: WarningName): Verdict {
    const { error, warn, silence } = this.#options;
    const isOfAll = !guessedWarnings.includes(name);
    if (this.#isStrict) return isOfAll ? 'error' : 'warn';
    if (silence.includes(name)) return 'silence';
    if (warn.includes(name)) return 'warn';
    return error.includes(name) || (this.#isAll && isOfAll) ? 'error' : 'warn';
  }

  /** `say` under these rules: a named warning is told, kept quiet, or thrown as an error. */
  over(say: (message: Message) => void): (message: Message) => void {
    return (message) => {
      const { name, text } = message;
      const verdict = name === undefined ? 'warn' : this.verdict(name);
      if (verdict === 'error') {
        throw new RunnerError('warning_refused', `${text} (The warning ${name} is an error here.)`);
      }
      if (verdict === 'warn') say(message);
    };
  }

  get #isAll(): boolean {
    return this.#options.error.some((word) => word === 'all' || word === '*');
  }

  #check(options: JsonObject): void {
    for (const [one, other] of [
      ['error', 'include'],
      ['warn', 'exclude'],
    ] as const) {
      if (hasAny(options[one]) && hasAny(options[other])) {
        throw invalid(
          `warn-error-options has both ${one} and ${other}, which are the same. Keep ${one}.`,
        );
      }
    }
    const { error, warn, silence } = this.#options;
    const names = [...(this.#isAll ? [] : error), ...warn, ...silence];
    const stranger = names.find((name) => !knownWarnings.includes(name));
    if (stranger !== undefined) {
      throw invalid(
        `warn-error-options names '${stranger}', which is no warning.${suggestion(stranger, knownWarnings)} Correct it.`,
      );
    }
    const needsAll = ![...error, ...silence].includes('Deprecations') && !this.#isAll;
    if (warn.length > 0 && needsAll) {
      throw invalid(
        "warn-error-options leaves warnings out of error, which is not 'all'. Add error: all.",
      );
    }
  }
}

function hasAny(value: Json | undefined): boolean {
  return textsOf(value).length > 0;
}

function invalid(sentence: string): RunnerError {
  return new RunnerError('option_invalid', sentence);
}
