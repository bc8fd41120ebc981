import { isRunnerError, RunnerError } from '../errors.ts';
import { JinjaError, PythonError } from '../jinja/index.ts';

const undefinedHint = 'Correct the name, or install the package that has it with deps.';

/**
 * The runner's error for whatever a template ended with: an error of a host function keeps its
 * code and gains the place and the macros on the way; anything unknown passes through.
 */
export function translateError(error: unknown): unknown {
  if (error instanceof PythonError) {
    return new RunnerError('template_failed', `${error.message}.`, { cause: error });
  }
  if (!(error instanceof JinjaError)) return error;
  const place = { file: error.file, line: error.line, column: error.column };
  const macroStack = error.frames.map((frame) => frame.macro);
  if (isRunnerError(error.cause)) {
    const { code, sentence, place: known } = error.cause;
    return new RunnerError(code, sentence, {
      place: known ?? place,
      macroStack,
      cause: error.cause,
    });
  }
  const ended = /[.!?]$/.test(error.message) ? error.message : `${error.message}.`;
  const sentence = /^'\w+' is undefined\.$/.test(ended) ? `${ended} ${undefinedHint}` : ended;
  return new RunnerError('template_failed', sentence, { place, macroStack, cause: error });
}
