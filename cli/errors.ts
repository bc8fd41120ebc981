export type CliErrorCode =
  | 'CLI_ARGUMENT_INVALID'
  | 'CLI_DEMO_SEED_DIFFERS'
  | 'CLI_DEMO_PORTFOLIO_DAMAGED';

/** A command line that cannot be carried out, in one sentence. */
export class CliError extends Error {
  override readonly name = 'CliError';
  readonly code: CliErrorCode;
  readonly hint: string | undefined;

  constructor(code: CliErrorCode, message: string, hint?: string) {
    super(message);
    this.code = code;
    this.hint = hint;
  }
}

/** An option's value that is not of its form. */
export const invalidArgument = (message: string): CliError =>
  new CliError('CLI_ARGUMENT_INVALID', message);
