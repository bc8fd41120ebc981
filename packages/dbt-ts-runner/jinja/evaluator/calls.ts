import { findMethod, getAttribute } from '../access.ts';
import { PythonError } from '../errors.ts';
import type { Toolbox } from '../filters/filter.ts';
import { filters } from '../filters/table.ts';
import { chain, mapInOrder, type Pending } from '../pending.ts';
import type { Position } from '../position.ts';
import type { Arguments, CallNode, Expression, FilterNode, TestNode } from '../syntax/ast.ts';
import { tests } from '../tests/table.ts';
import type { Call } from '../values/call.ts';
import { PyDict } from '../values/dict.ts';
import { HostFunction, HostObject } from '../values/host.ts';
import { iterate } from '../values/iterate.ts';
import { Macro } from '../values/macro.ts';
import { typeName } from '../values/type-name.ts';
import { Undefined } from '../values/undefined.ts';
import type { Value } from '../values/value.ts';
import type { Frame } from './frame.ts';

/** How a nested expression is evaluated; given by the caller, since calls nest both ways. */
type Evaluate = (node: Expression, frame: Frame) => Pending<Value>;

export function evaluateCall(
  node: CallNode,
  frame: Frame,
  evaluate: Evaluate,
  caller?: Value,
): Pending<Value> {
  const { target } = node;
  const withArguments = (callee: (call: Call) => Pending<Value>) =>
    chain(evaluateArguments(node, node.at, frame, evaluate, caller), callee);
  if (target.kind !== 'attribute') {
    return chain(evaluate(target, frame), (callee) =>
      withArguments((call) => invoke(callee, call)),
    );
  }
  return chain(evaluate(target.target, frame), (object) => {
    const method = findMethod(object, target.name);
    if (method) return withArguments(method);
    return chain(getAttribute(object, target.name, frame.unit.mode), (callee) =>
      withArguments((call) => invoke(callee, call)),
    );
  });
}

/** Calls what a template may call. */
export function invoke(callee: Value, call: Call): Pending<Value> {
  if (callee instanceof Macro || callee instanceof HostFunction) return callee.invoke(call);
  if (callee instanceof Undefined) return callee.use();
  if (callee instanceof HostObject && callee.spec.call) return callee.spec.call(call);
  throw new PythonError('TypeError', `'${typeName(callee)}' object is not callable`);
}

function evaluateArguments(
  node: Arguments,
  position: Position,
  frame: Frame,
  evaluate: Evaluate,
  caller?: Value,
): Pending<Call> {
  const args = mapInOrder(node.args, (arg) => evaluate(arg, frame));
  const { file } = frame.unit;
  if (caller === undefined && node.splat === null && hasNoKeywords(node)) {
    return chain(args, (given) => ({ args: given, kwargs: none, position, file }));
  }
  return chain(args, (given) =>
    chain(splat(node.splat, frame, evaluate), (more) =>
      chain(keywords(node, frame, evaluate), (kwargs) => ({
        args: more.length === 0 ? given : [...given, ...more],
        kwargs,
        position,
        file,
        ...(caller === undefined ? {} : { caller }),
      })),
    ),
  );
}

function splat(
  node: Expression | null,
  frame: Frame,
  evaluate: Evaluate,
): Pending<readonly Value[]> {
  return node ? chain(evaluate(node, frame), iterate) : [];
}

const none: ReadonlyMap<string, Value> = new Map();

function hasNoKeywords({ kwargs, kwsplat }: Arguments): boolean {
  return kwargs.length === 0 && kwsplat === null;
}

function keywords(
  { kwargs, kwsplat }: Arguments,
  frame: Frame,
  evaluate: Evaluate,
): Pending<ReadonlyMap<string, Value>> {
  const named = mapInOrder(kwargs, ({ name, value }) =>
    chain(evaluate(value, frame), (content): [string, Value] => [name, content]),
  );
  if (kwsplat === null) return chain(named, (pairs) => new Map(pairs));
  return chain(named, (pairs) =>
    chain(evaluate(kwsplat, frame), (mapping) => new Map([...pairs, ...spread(mapping)])),
  );
}

function spread(mapping: Value): [string, Value][] {
  if (mapping instanceof Undefined) return [];
  if (!(mapping instanceof PyDict)) {
    throw new PythonError(
      'TypeError',
      `argument after ** must be a mapping, not ${typeName(mapping)}`,
    );
  }
  return mapping.entries().map(([key, value]) => {
    if (typeof key === 'string') return [key, value];
    throw new PythonError('TypeError', 'keywords must be strings');
  });
}

export function evaluateFilter(
  node: FilterNode,
  frame: Frame,
  evaluate: Evaluate,
  input?: Value,
): Pending<Value> {
  const subject = node.target ? evaluate(node.target, frame) : (input ?? null);
  return chain(subject, (value) =>
    chain(evaluateArguments(node, node.at, frame, evaluate), (call) =>
      applyFilter(node.name, value, call, frame),
    ),
  );
}

export function evaluateTest(node: TestNode, frame: Frame, evaluate: Evaluate): Pending<Value> {
  return chain(evaluate(node.target, frame), (value) =>
    chain(evaluateArguments(node, node.at, frame, evaluate), (call) =>
      applyTest(node.name, value, call.args),
    ),
  );
}

function applyFilter(name: string, value: Value, call: Call, frame: Frame): Pending<Value> {
  const filter = filters.get(name);
  if (filter === undefined) {
    throw new PythonError('TemplateAssertionError', `No filter named '${name}'.`);
  }
  return filter(value, call, toolbox(frame));
}

function applyTest(name: string, value: Value, args: readonly Value[]): boolean {
  const test = tests.get(name);
  if (test === undefined) {
    throw new PythonError('TemplateAssertionError', `No test named '${name}'.`);
  }
  return test(value, args);
}

function toolbox(frame: Frame): Toolbox {
  return {
    mode: frame.unit.mode,
    native: frame.unit.native,
    filter: (name, value, call) => applyFilter(name, value, call, frame),
    test: applyTest,
  };
}
