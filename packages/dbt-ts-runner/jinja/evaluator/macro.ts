import { JinjaError, PythonError, ReturnSignal } from '../errors.ts';
import { chain, isPromise, mapInOrder, type Pending } from '../pending.ts';
import type { Parameter, Statement } from '../syntax/ast.ts';
import { walk } from '../syntax/walk.ts';
import type { Call } from '../values/call.ts';
import { PyDict } from '../values/dict.ts';
import { Macro } from '../values/macro.ts';
import { PyTuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import { evaluate } from './expressions.ts';
import type { Frame } from './frame.ts';
import { Output } from './output.ts';

/** What a macro is made of, whatever tag defined it. */
export interface MacroSource {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
}

/** How a body is run; given by the caller, since statements and macros nest both ways. */
export type RunBody = (body: readonly Statement[], frame: Frame, out: Output) => Pending<unknown>;

/** `caller` is the body of a call block: a `return()` inside it ends the macro that called it. */
type Kind = 'macro' | 'caller';

export function makeMacro(
  source: MacroSource,
  closure: Frame,
  run: RunBody,
  kind: Kind = 'macro',
): Macro {
  const names = source.parameters.map(({ name }) => name);
  return new Macro(source.name, names, (call) => {
    try {
      const result = expand(source, closure, run, call);
      return isPromise(result) ? result.catch((error) => leave(error, source, call, kind)) : result;
    } catch (error) {
      return leave(error, source, call, kind);
    }
  });
}

function expand(source: MacroSource, closure: Frame, run: RunBody, call: Call): Pending<Value> {
  const frame = closure.inner();
  const out = new Output();
  return chain(bindArguments(source, frame, call), () =>
    chain(run(source.body, frame, out), () => out.text()),
  );
}

function leave(error: unknown, source: MacroSource, call: Call, kind: Kind): Value {
  if (error instanceof ReturnSignal && kind === 'macro') return error.value;
  if (error instanceof JinjaError) {
    const { line, column } = call.position;
    error.frames.push({ macro: source.name, file: call.file, line, column });
  }
  throw error;
}

function bindArguments(source: MacroSource, frame: Frame, call: Call): Pending<unknown> {
  const { parameters } = source;
  const rest = new Map(call.kwargs);
  if (call.caller !== undefined) rest.set('caller', call.caller);
  const bound = mapInOrder(parameters, (parameter, index) => {
    const given = call.args[index] === undefined ? rest.get(parameter.name) : call.args[index];
    if (call.args[index] === undefined) rest.delete(parameter.name);
    return chain(given === undefined ? fallback(parameter, frame) : given, (value) => {
      frame.set(parameter.name, value);
    });
  });
  return chain(bound, () => {
    const extra = call.args.slice(parameters.length);
    const caller = rest.get('caller');
    rest.delete('caller');
    refuseExtra(source, extra, rest);
    const uses = usesOf(source.body);
    const give = (name: string, value: () => Value) => {
      const isGiven = parameters.some((parameter) => parameter.name === name);
      if (uses.has(name) && !isGiven) frame.set(name, value());
    };
    give('varargs', () => new PyTuple(extra));
    give('kwargs', () => new PyDict(rest));
    give('caller', () => caller ?? frame.undefined('No caller defined'));
  });
}

function fallback(parameter: Parameter, frame: Frame): Pending<Value> {
  if (parameter.fallback) return evaluate(parameter.fallback, frame);
  return frame.undefined(`parameter '${parameter.name}' was not provided`);
}

function refuseExtra(source: MacroSource, extra: readonly Value[], rest: Map<string, Value>): void {
  const uses = usesOf(source.body);
  if (extra.length > 0 && !uses.has('varargs')) {
    const message = `macro '${source.name}' takes not more than ${source.parameters.length} argument(s)`;
    throw new PythonError('TypeError', message);
  }
  const [unknown] = rest.keys();
  if (unknown !== undefined && !uses.has('kwargs')) {
    const message = `macro '${source.name}' takes no keyword argument '${unknown}'`;
    throw new PythonError('TypeError', message);
  }
}

const known = new WeakMap<object, Set<string>>();

/** Which of a macro's implicit names its body mentions: only those let further arguments in. */
function usesOf(body: readonly Statement[]): Set<string> {
  const cached = known.get(body);
  if (cached) return cached;
  const names = new Set<string>();
  walk(body, (node) => {
    if (node.kind === 'name' && 'name' in node) names.add(String(node.name));
    return true;
  });
  known.set(body, names);
  return names;
}
