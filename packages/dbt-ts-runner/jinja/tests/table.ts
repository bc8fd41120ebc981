import { PythonError } from '../errors.ts';
import { filters } from '../filters/table.ts';
import { binary, compare } from '../operators.ts';
import type { CompareOperator } from '../syntax/ast.ts';
import { PyDict } from '../values/dict.ts';
import { PyFloat } from '../values/float.ts';
import { HostFunction, HostObject } from '../values/host.ts';
import { isIterable } from '../values/iterate.ts';
import { PyList } from '../values/list.ts';
import { Macro } from '../values/macro.ts';
import { numeric } from '../values/numeric.ts';
import { PyRange } from '../values/range.ts';
import { str } from '../values/text.ts';
import { truthy } from '../values/truth.ts';
import { PyTuple } from '../values/tuple.ts';
import { Undefined } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';

/** `value is name(arguments)`. */
export type Test = (value: Value, args: readonly Value[]) => boolean;

/** Every test templates know, by name. A Map, so that no name reaches what JavaScript inherits. */
export const tests: ReadonlyMap<string, Test> = new Map<string, Test>([
  ['defined', (value) => !(value instanceof Undefined)],
  ['undefined', (value) => value instanceof Undefined],
  ['none', (value) => value === null],
  ['boolean', (value) => typeof value === 'boolean'],
  ['true', (value) => value === true],
  ['false', (value) => value === false],
  ['integer', (value) => typeof value === 'number' || typeof value === 'bigint'],
  ['float', (value) => value instanceof PyFloat],
  ['number', (value) => numeric(value) !== undefined],
  ['string', (value) => typeof value === 'string'],
  ['mapping', (value) => value instanceof PyDict || hostIs(value, 'mapping')],
  ['sequence', isSequence],
  ['iterable', isIterable],
  ['callable', isCallable],
  ['escaped', () => false],
  ['lower', (value) => hasCase(value, (text) => text.toLowerCase())],
  ['upper', (value) => hasCase(value, (text) => text.toUpperCase())],
  ['odd', (value) => modulo(value, 2) === 1],
  ['even', (value) => modulo(value, 2) === 0],
  ['divisibleby', (value, args) => modulo(value, argument(args)) === 0],
  ['sameas', (value, args) => value === argument(args)],
  ['in', (value, args) => compare('in', value, argument(args))],
  ['filter', (value) => typeof value === 'string' && filters.has(value)],
  ['test', (value) => typeof value === 'string' && tests.has(value)],
  ...comparison('==', 'eq', 'equalto', '=='),
  ...comparison('!=', 'ne', '!='),
  ...comparison('<', 'lt', 'lessthan', '<'),
  ...comparison('<=', 'le', '<='),
  ...comparison('>', 'gt', 'greaterthan', '>'),
  ...comparison('>=', 'ge', '>='),
]);

function comparison(operator: CompareOperator, ...names: string[]): [string, Test][] {
  return names.map((name) => [name, (value, args) => compare(operator, value, argument(args))]);
}

function argument(args: readonly Value[]): Value {
  const [first] = args;
  if (first === undefined) throw new PythonError('TypeError', 'the test needs an argument');
  return first;
}

function modulo(value: Value, by: Value): Value {
  const rest = binary('%', value, by);
  return rest instanceof PyFloat ? rest.value : rest;
}

function hostIs(value: Value, kind: 'mapping' | 'sequence'): boolean {
  return value instanceof HostObject && value.spec[kind] === true;
}

/** What Python can both measure and index: text and mappings too. */
function isSequence(value: Value): boolean {
  if (typeof value === 'string' || value instanceof PyList || value instanceof PyTuple) return true;
  if (value instanceof PyDict || value instanceof PyRange) return true;
  if (value instanceof Undefined) return true;
  return hostIs(value, 'sequence') || hostIs(value, 'mapping');
}

function isCallable(value: Value): boolean {
  if (value instanceof Macro || value instanceof HostFunction) return true;
  if (value instanceof Undefined) return true;
  return value instanceof HostObject && value.spec.call !== undefined;
}

function hasCase(value: Value, change: (text: string) => string): boolean {
  const text = str(value);
  return text.toLowerCase() !== text.toUpperCase() && change(text) === text && truthy(text);
}
