import { PythonError } from './errors.ts';
import type { Call } from './values/call.ts';
import { numeric } from './values/numeric.ts';
import { typeName } from './values/type-name.ts';
import { Undefined } from './values/undefined.ts';
import type { Value } from './values/value.ts';

/**
 * A call's arguments in the order of `names`, whether given by place or by name; `undefined` for
 * those left out. A TypeError for too many, unknown ones, or fewer than `required`.
 */
export function readArguments(
  call: Pick<Call, 'args' | 'kwargs'>,
  callee: string,
  names: readonly string[],
  required = 0,
): (Value | undefined)[] {
  if (call.args.length > names.length) {
    throw new PythonError(
      'TypeError',
      `${callee}() takes at most ${names.length} arguments (${call.args.length} given)`,
    );
  }
  const values: (Value | undefined)[] = names.map((_, index) => call.args[index]);
  for (const [name, value] of call.kwargs) {
    const index = names.indexOf(name);
    if (index === -1) {
      throw new PythonError(
        'TypeError',
        `${callee}() got an unexpected keyword argument '${name}'`,
      );
    }
    if (values[index] !== undefined) {
      throw new PythonError('TypeError', `${callee}() got multiple values for argument '${name}'`);
    }
    values[index] = value;
  }
  for (let index = 0; index < required; index++) {
    if (values[index] === undefined) {
      const message = `${callee}() missing required argument: '${names[index]}'`;
      throw new PythonError('TypeError', message);
    }
  }
  return values;
}

/** The text an argument must be; `fallback` when it was left out. */
export function textOf(value: Value | undefined, fallback?: string): string {
  if (typeof value === 'string') return value;
  if ((value === undefined || value === null) && fallback !== undefined) return fallback;
  if (value instanceof Undefined) value.use();
  const found = value === undefined ? 'nothing' : typeName(value);
  throw new PythonError('TypeError', `expected str, got ${found}`);
}

/** The int an argument must be; `fallback` when it was left out or None. */
export function intOf(value: Value | undefined, fallback?: number): number {
  if ((value === undefined || value === null) && fallback !== undefined) return fallback;
  const number = value === undefined ? undefined : numeric(value);
  if (typeof number === 'number') return number;
  if (value instanceof Undefined) value.use();
  const found = value === undefined ? 'nothing' : typeName(value);
  throw new PythonError('TypeError', `'${found}' object cannot be interpreted as an integer`);
}
