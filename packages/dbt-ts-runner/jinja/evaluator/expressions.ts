import { getAttribute, getItem } from '../access.ts';
import { binary, compare, unary } from '../operators.ts';
import { chain, isPromise, mapInOrder, type Pending } from '../pending.ts';
import { slice } from '../slicing.ts';
import type {
  Compare,
  Conditional,
  DictNode,
  Expression,
  Item,
  Logical,
  Slice,
} from '../syntax/ast.ts';
import { PyDict } from '../values/dict.ts';
import { PyList } from '../values/list.ts';
import { str } from '../values/text.ts';
import { truthy } from '../values/truth.ts';
import { PyTuple } from '../values/tuple.ts';
import type { Value } from '../values/value.ts';
import { evaluateCall, evaluateFilter, evaluateTest } from './calls.ts';
import { constant } from './constant.ts';
import type { Frame } from './frame.ts';
import { locate } from './locate.ts';

/** The value of an expression; errors leave with file, line and column. */
export function evaluate(node: Expression, frame: Frame): Pending<Value> {
  if (node.kind === 'constant') return constant(node);
  if (node.kind === 'name') return frame.lookup(node.name);
  try {
    const result = compute(node, frame);
    if (!isPromise(result)) return result;
    return result.catch((error: unknown) => {
      throw locate(error, frame.unit.file, node.at);
    });
  } catch (error) {
    throw locate(error, frame.unit.file, node.at);
  }
}

function all(nodes: readonly Expression[], frame: Frame): Pending<Value[]> {
  return mapInOrder(nodes, (node) => evaluate(node, frame));
}

function compute(node: Expression, frame: Frame): Pending<Value> {
  switch (node.kind) {
    case 'constant':
      return constant(node);
    case 'name':
      return frame.lookup(node.name);
    case 'tuple':
      return chain(all(node.items, frame), (items) => new PyTuple(items));
    case 'list':
      return chain(all(node.items, frame), (items) => new PyList(items));
    case 'dict':
      return dict(node, frame);
    case 'conditional':
      return conditional(node, frame);
    case 'logical':
      return logical(node, frame);
    case 'not':
      return chain(evaluate(node.operand, frame), (value) => !truthy(value));
    case 'binary':
      return chain(evaluate(node.left, frame), (left) =>
        chain(evaluate(node.right, frame), (right) => binary(node.operator, left, right)),
      );
    case 'unary':
      return chain(evaluate(node.operand, frame), (value) => unary(node.operator, value));
    case 'concat':
      return chain(all(node.items, frame), (items) => items.map(str).join(''));
    case 'compare':
      return comparison(node, frame);
    case 'attribute':
      return chain(evaluate(node.target, frame), (value) =>
        getAttribute(value, node.name, frame.unit.mode),
      );
    case 'item':
      return chain(evaluate(node.target, frame), (value) => item(value, node, frame));
    case 'call':
      return evaluateCall(node, frame, evaluate);
    case 'filter':
      return evaluateFilter(node, frame, evaluate);
    case 'test':
      return evaluateTest(node, frame, evaluate);
  }
}

function dict(node: DictNode, frame: Frame): Pending<Value> {
  const entries = mapInOrder(node.entries, ({ key, value }) =>
    chain(evaluate(key, frame), (name) =>
      chain(evaluate(value, frame), (content): [Value, Value] => [name, content]),
    ),
  );
  return chain(entries, (pairs) => new PyDict(pairs));
}

function conditional(node: Conditional, frame: Frame): Pending<Value> {
  return chain(evaluate(node.test, frame), (test) => {
    if (truthy(test)) return evaluate(node.value, frame);
    if (node.otherwise) return evaluate(node.otherwise, frame);
    return frame.undefined(
      'the inline if-expression evaluated to false and no else section was defined.',
    );
  });
}

function logical(node: Logical, frame: Frame): Pending<Value> {
  return chain(evaluate(node.left, frame), (left) =>
    truthy(left) === (node.operator === 'and') ? evaluate(node.right, frame) : left,
  );
}

/** `a < b < c` evaluates each operand once and stops at the first comparison that fails. */
function comparison(node: Compare, frame: Frame): Pending<Value> {
  const from = (left: Value, index: number): Pending<Value> => {
    const link = node.rest[index];
    if (link === undefined) return true;
    return chain(evaluate(link.operand, frame), (right) =>
      compare(link.operator, left, right) ? from(right, index + 1) : false,
    );
  };
  return chain(evaluate(node.first, frame), (first) => from(first, 0));
}

function item(value: Value, { index }: Item, frame: Frame): Pending<Value> {
  if (index.kind === 'slice') return sliced(value, index, frame);
  return chain(evaluate(index, frame), (key) => getItem(value, key, frame.unit.mode));
}

function sliced(value: Value, { start, stop, step }: Slice, frame: Frame): Pending<Value> {
  const bound = (node: Expression | null) => (node ? evaluate(node, frame) : null);
  return chain(mapInOrder([start, stop, step], bound), ([from = null, to = null, by = null]) =>
    slice(value, from, to, by),
  );
}
