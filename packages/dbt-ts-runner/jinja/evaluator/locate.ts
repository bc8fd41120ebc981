import { JinjaError, PythonError, ReturnSignal } from '../errors.ts';
import type { Position } from '../position.ts';

/** Gives an error its place in a template; one that has a place already keeps it. */
export function locate(error: unknown, file: string, at: Position): unknown {
  if (error instanceof JinjaError || error instanceof ReturnSignal) return error;
  if (error instanceof PythonError) return new JinjaError(error.kind, error.message, file, at);
  if (error instanceof RangeError && error.message.includes('call stack')) {
    return new JinjaError('RecursionError', 'maximum recursion depth exceeded', file, at);
  }
  const message = error instanceof Error ? error.message : String(error);
  return new JinjaError('HostError', message, file, at, { cause: error });
}
