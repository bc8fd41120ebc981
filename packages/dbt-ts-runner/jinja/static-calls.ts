import { constant } from './evaluator/constant.ts';
import type { CallNode, Expression, TemplateNode } from './syntax/ast.ts';
import { PyDict } from './values/dict.ts';
import { PyList } from './values/list.ts';
import { PyTuple } from './values/tuple.ts';
import type { Value } from './values/value.ts';

/**
 * A call found without rendering. `name` is the dotted callee (`ref`, `adapter.dispatch`);
 * arguments are values where written as literals and `undefined` elsewhere; `conditional` says
 * that the call stands inside an `if`, `for`, inline condition, macro or other block, so that a
 * rendering may not reach it; `splat` that `*args` or `**kwargs` hide further arguments.
 */
export interface StaticCall {
  readonly name: string;
  readonly args: readonly (Value | undefined)[];
  readonly kwargs: ReadonlyMap<string, Value | undefined>;
  readonly line: number;
  readonly column: number;
  readonly conditional: boolean;
  readonly splat: boolean;
}

const uncertain = new Set([
  'if',
  'for',
  'macro',
  'call_block',
  'dbt_block',
  'conditional',
  'logical',
]);

/** Every call by name in a template, in the order written. */
export function staticCalls(ast: TemplateNode): StaticCall[] {
  const calls: StaticCall[] = [];
  visit(ast.body, false);
  return calls;

  function visit(node: unknown, conditional: boolean): void {
    if (Array.isArray(node)) {
      for (const child of node) visit(child, conditional);
    } else if (typeof node === 'object' && node !== null) {
      const kind = 'kind' in node ? String(node.kind) : '';
      if (isCall(node)) record(node, conditional);
      const inside = conditional || uncertain.has(kind);
      for (const child of Object.values(node)) visit(child, inside);
    }
  }

  function record(node: CallNode, conditional: boolean): void {
    const name = dottedName(node.target);
    if (name === undefined) return;
    calls.push({
      name,
      args: node.args.map(literal),
      kwargs: new Map(node.kwargs.map(({ name: key, value }) => [key, literal(value)])),
      line: node.at.line,
      column: node.at.column,
      conditional,
      splat: node.splat !== null || node.kwsplat !== null,
    });
  }
}

function isCall(node: object): node is CallNode {
  return 'kind' in node && node.kind === 'call';
}

function dottedName(node: Expression): string | undefined {
  if (node.kind === 'name') return node.name;
  if (node.kind !== 'attribute') return undefined;
  const owner = dottedName(node.target);
  return owner === undefined ? undefined : `${owner}.${node.name}`;
}

/** The value of a literal, nested ones included; `undefined` for anything computed. */
export function literal(node: Expression): Value | undefined {
  switch (node.kind) {
    case 'constant':
      return constant(node);
    case 'list': {
      const items = literals(node.items);
      return items && new PyList(items);
    }
    case 'tuple': {
      const items = literals(node.items);
      return items && new PyTuple(items);
    }
    case 'dict': {
      const keys = literals(node.entries.map(({ key }) => key));
      const values = literals(node.entries.map(({ value }) => value));
      return (
        keys && values && new PyDict(keys.map((key, at) => [key, values[at] as Value] as const))
      );
    }
    default:
      return undefined;
  }
}

function literals(nodes: readonly Expression[]): Value[] | undefined {
  const values: Value[] = [];
  for (const node of nodes) {
    const value = literal(node);
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values;
}
