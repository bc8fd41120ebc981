import type { TemplateNode } from './syntax/ast.ts';
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

export function staticCalls(_ast: TemplateNode): StaticCall[] {
  return [];
}
