import { type Call, PythonError, str, type Value } from '../jinja/index.ts';

/**
 * Matches a call's arguments with the parameter names of a host function, as Python would; the
 * first `required` ones must be there.
 */
export function argumentsOf(
  call: Call,
  name: string,
  parameters: readonly string[],
  required = 0,
): (Value | undefined)[] {
  if (call.args.length > parameters.length) {
    throw new PythonError(
      'TypeError',
      `${name}() takes at most ${parameters.length} arguments but ${call.args.length} were given`,
    );
  }
  const values: (Value | undefined)[] = parameters.map((_, index) => call.args[index]);
  for (const [key, value] of call.kwargs) {
    const index = parameters.indexOf(key);
    if (index === -1) {
      throw new PythonError('TypeError', `${name}() has no argument named '${key}'`);
    }
    values[index] = value;
  }
  const missing = parameters.slice(0, required).find((_, index) => values[index] === undefined);
  if (missing !== undefined) {
    throw new PythonError('TypeError', `${name}() needs the argument '${missing}'`);
  }
  return values;
}

/** The value as text; None and nothing give undefined. */
export function textOrNothing(value: Value | undefined): string | undefined {
  return value === undefined || value === null ? undefined : str(value);
}
