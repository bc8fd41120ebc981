import { chain, firstInOrder, isPromise, mapInOrder, type Pending } from '../pending.ts';
import type {
  CallBlockNode,
  FilterBlockNode,
  FilterNode,
  ForNode,
  IfNode,
  SetBlockNode,
  Statement,
  WithNode,
} from '../syntax/ast.ts';
import { iterate } from '../values/iterate.ts';
import { truthy } from '../values/truth.ts';
import type { Value } from '../values/value.ts';
import { assign } from './assign.ts';
import { evaluateCall, evaluateFilter } from './calls.ts';
import { evaluate } from './expressions.ts';
import type { Frame } from './frame.ts';
import { locate } from './locate.ts';
import { LoopState } from './loop.ts';
import { makeMacro } from './macro.ts';
import { Output } from './output.ts';

/** What ends a loop's turn early. */
type Jump = 'break' | 'continue' | undefined;

/** Runs statements in order, printing to `out`. */
export function runBody(body: readonly Statement[], frame: Frame, out: Output): Pending<Jump> {
  return firstInOrder(body.length, (index) => run(body[index] as Statement, frame, out));
}

function run(node: Statement, frame: Frame, out: Output): Pending<Jump> {
  if (node.kind === 'text') return void out.write(node.text);
  try {
    const jump = execute(node, frame, out);
    if (!isPromise(jump)) return jump;
    return jump.catch((error: unknown) => {
      throw locate(error, frame.unit.file, node.at);
    });
  } catch (error) {
    throw locate(error, frame.unit.file, node.at);
  }
}

type Tag = Exclude<Statement, { kind: 'text' }>;

function execute(node: Tag, frame: Frame, out: Output): Pending<Jump> {
  switch (node.kind) {
    case 'output':
      return chain(evaluate(node.value, frame), (value) => void out.write(value));
    case 'if':
      return branch(node, frame, out);
    case 'for':
      return loop(node, frame, out);
    case 'set':
      return chain(
        evaluate(node.value, frame),
        (value) => assign(node.target, value, frame) as undefined,
      );
    case 'set_block':
      return setBlock(node, frame);
    case 'with':
      return withBlock(node, frame, out);
    case 'do':
      return chain(evaluate(node.value, frame), () => undefined);
    case 'macro':
      return void frame.set(node.name, makeMacro(node, frame, runBody));
    case 'call_block':
      return callBlock(node, frame, out);
    case 'filter_block':
      return filterBlock(node, frame, out);
    case 'break':
    case 'continue':
      return node.kind;
    case 'dbt_block':
      return undefined;
  }
}

function branch(node: IfNode, frame: Frame, out: Output): Pending<Jump> {
  const from = (index: number): Pending<Jump> => {
    const next = node.branches[index];
    if (next === undefined) return runBody(node.otherwise, frame, out);
    return chain(evaluate(next.test, frame), (test) =>
      truthy(test) ? runBody(next.body, frame, out) : from(index + 1),
    );
  };
  return from(0);
}

function loop(node: ForNode, frame: Frame, out: Output): Pending<Jump> {
  return chain(evaluate(node.iterable, frame), (iterable) => repeat(node, iterable, frame, out, 0));
}

/** Turns for the items; the else part where no turn came to its end, be it for a continue. */
function repeat(
  node: ForNode,
  iterable: Value,
  frame: Frame,
  out: Output,
  depth: number,
): Pending<undefined> {
  return chain(accepted(node, iterable, frame), (items) => {
    let isDone = false;
    const state = new LoopState(items, depth);
    const recurse = (inner: Value, innerDepth: number) => {
      const nested = new Output();
      return chain(repeat(node, inner, frame, nested, innerDepth), () => nested.text());
    };
    const shown = state.show(frame, node.recursive ? recurse : undefined);
    const turns = firstInOrder(items.length, (index) => {
      state.index = index;
      const turn = frame.inner();
      turn.set('loop', shown);
      assign(node.target, items[index] as Value, turn);
      return chain(runBody(node.body, turn, out), (jump) => {
        isDone ||= jump === undefined;
        return jump === 'break' ? jump : undefined;
      });
    });
    return chain(turns, () =>
      isDone ? undefined : chain(runBody(node.otherwise, frame.inner(), out), () => undefined),
    );
  });
}

/** The items a loop visits: those its `if` lets through, so that `loop.last` and kin count them alone. */
function accepted(node: ForNode, iterable: Value, frame: Frame): Pending<readonly Value[]> {
  const items = [...iterate(iterable)];
  const { filter, target } = node;
  if (filter === null) return items;
  const verdicts = mapInOrder(items, (item) => {
    const probe = frame.inner();
    assign(target, item, probe);
    return chain(evaluate(filter, probe), truthy);
  });
  return chain(verdicts, (keeps) => items.filter((_, index) => keeps[index]));
}

function withBlock(node: WithNode, frame: Frame, out: Output): Pending<Jump> {
  const inner = frame.inner();
  const values = mapInOrder(node.bindings, ({ value }) => evaluate(value, frame));
  return chain(values, (given) => {
    node.bindings.forEach(({ target }, index) => {
      assign(target, given[index] as Value, inner);
    });
    return runBody(node.body, inner, out);
  });
}

function captured(body: readonly Statement[], frame: Frame): Pending<string> {
  const out = new Output();
  return chain(runBody(body, frame.inner(), out), () => out.text());
}

function filtered(text: Value, filters: readonly FilterNode[], frame: Frame): Pending<Value> {
  return filters.reduce<Pending<Value>>(
    (value, filter) => chain(value, (input) => evaluateFilter(filter, frame, evaluate, input)),
    text,
  );
}

function setBlock(node: SetBlockNode, frame: Frame): Pending<undefined> {
  return chain(captured(node.body, frame), (text) =>
    chain(
      filtered(text, node.filters, frame),
      (value) => assign(node.target, value, frame) as undefined,
    ),
  );
}

function filterBlock(node: FilterBlockNode, frame: Frame, out: Output): Pending<undefined> {
  return chain(captured(node.body, frame), (text) =>
    chain(filtered(text, node.filters, frame), (value) => void out.write(value)),
  );
}

function callBlock(node: CallBlockNode, frame: Frame, out: Output): Pending<undefined> {
  if (node.call.kind !== 'call') return undefined;
  const caller = makeMacro({ ...node, name: 'caller' }, frame, runBody, 'caller');
  return chain(evaluateCall(node.call, frame, evaluate, caller), (value) => void out.write(value));
}
