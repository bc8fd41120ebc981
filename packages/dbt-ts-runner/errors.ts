/** Where in the project's text something was found. Lines and columns count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number | undefined;
  readonly column?: number | undefined;
}

/** What an error may carry besides its sentence. */
export interface ErrorDetail {
  readonly place?: Place | undefined;
  /** Macros that were running, innermost first, as `package.macro`. */
  readonly macroStack?: readonly string[] | undefined;
  readonly cause?: unknown;
}

/**
 * The one error class of the runner. `code` is stable, `message` is one sentence that says what
 * happened, where, and what to do; the text never holds a stack.
 */
export class RunnerError extends Error {
  readonly code: ErrorCode;
  /** The message without place and macros. */
  readonly sentence: string;
  readonly place: Place | undefined;
  readonly macroStack: readonly string[];

  constructor(code: ErrorCode, sentence: string, detail: ErrorDetail = {}) {
    super(withPlace(sentence, detail), detail.cause === undefined ? {} : { cause: detail.cause });
    this.name = 'RunnerError';
    this.code = code;
    this.sentence = sentence;
    this.place = detail.place;
    this.macroStack = detail.macroStack ?? [];
  }
}

/** Every code the runner can raise, with what it means. */
export const errorCodes = {
  project_missing: 'There is no readable dbt_project.yml in the project folder.',
  project_invalid: 'dbt_project.yml has a key or value the runner cannot take.',
  profile_missing: 'The profile or target named by the project cannot be found.',
  profile_invalid: 'profiles.yml describes a target the runner cannot use.',
  package_missing: 'A package named in packages.yml is not a local folder.',
  yaml_invalid: 'A YAML file cannot be parsed.',
  properties_invalid: 'A properties file has an entry that cannot be understood.',
  duplicate_name: 'Two resources claim the same name.',
  template_failed: 'A template cannot be parsed or rendered.',
  compilation_failed: 'A template called exceptions.raise_compiler_error.',
  reference_missing: 'ref() or source() names something that does not exist.',
  reference_disabled: 'ref() or source() names something that is disabled.',
  reference_private: 'ref() names a model whose access does not allow it.',
  dependency_cycle: 'Models depend on each other in a circle.',
  variable_missing: 'var() names a variable without value or default.',
  environment_missing: 'env_var() names an unset variable and gives no default.',
  macro_missing: 'A macro that is called or dispatched does not exist.',
  test_missing: 'A data test names a generic test that does not exist.',
  materialization_missing: 'No materialization of that name exists for the adapter.',
  config_missing: 'config.require() names a config that is not set.',
  selection_invalid: 'A selector cannot be understood.',
  snapshot_invalid: 'A snapshot lacks what its strategy needs, or its table is no snapshot.',
  contract_invalid: 'A contract cannot be enforced as it stands.',
  seed_invalid: 'A seed file cannot be read as CSV.',
  state_missing: 'An artifact of an earlier run is needed and not there.',
  state_invalid: 'A file of the state folder is no artifact of a run.',
  database_failed: 'The database refused a statement.',
  unit_test_invalid: 'A unit test has input or expected rows that cannot be used.',
  warning_refused: 'A warning stands where --warn-error or its options make it an error.',
  option_invalid: 'An option of a command has a value that cannot be used.',
  unsupported: 'The project uses a feature the runner does not have.',
} as const;

/** What dbt calls an error of the kind, as the heading of its message. */
export function errorHeading(code: ErrorCode): string {
  if (code === 'database_failed') return 'Database Error';
  return code === 'yaml_invalid' || code === 'properties_invalid'
    ? 'Parsing Error'
    : 'Compilation Error';
}

/** A key of the error catalogue. */
export type ErrorCode = keyof typeof errorCodes;

/** True for errors whose message is written for users. */
export function isRunnerError(error: unknown): error is RunnerError {
  return error instanceof RunnerError;
}

/** The sentence of any thrown value. */
export function sentenceOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function withPlace(sentence: string, detail: ErrorDetail): string {
  const via = viaMacros(detail.macroStack ?? []);
  return detail.place === undefined
    ? `${sentence}${via}`
    : `${textOf(detail.place)}: ${sentence}${via}`;
}

/** The macros on the way; of a long one, as of a macro that calls itself for ever, both ends. */
function viaMacros(stack: readonly string[]): string {
  if (stack.length === 0) return '';
  const calls = stack.map((macro) => `called in macro ${macro}`);
  const shown =
    calls.length <= 10
      ? calls
      : [...calls.slice(0, 5), `${calls.length - 8} more`, ...calls.slice(-3)];
  return ` (${shown.join(', ')})`;
}

function textOf(place: Place): string {
  return [place.file, place.line, place.column].filter((part) => part !== undefined).join(':');
}
