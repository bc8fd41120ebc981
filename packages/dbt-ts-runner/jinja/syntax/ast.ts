import type { Position } from '../position.ts';

/** The syntax tree: plain JSON, so it can be stored and shared between templates of equal text. */
export interface TemplateNode {
  readonly kind: 'template';
  readonly body: readonly Statement[];
}

interface Node {
  readonly at: Position;
}

/** Offsets into the template's normalised text (line ends are `\n`). */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export type Expression =
  | Constant
  | Name
  | TupleNode
  | ListNode
  | DictNode
  | Conditional
  | Binary
  | Concat
  | Logical
  | Not
  | Unary
  | Compare
  | FilterNode
  | TestNode
  | Attribute
  | Item
  | CallNode;

/** A literal; `int` may hold more digits than a safe integer, hence text for numbers. */
export interface Constant extends Node {
  readonly kind: 'constant';
  readonly type: 'none' | 'bool' | 'int' | 'float' | 'str';
  readonly text: string;
}

export interface Name extends Node {
  readonly kind: 'name';
  readonly name: string;
}

export interface TupleNode extends Node {
  readonly kind: 'tuple';
  readonly items: readonly Expression[];
}

export interface ListNode extends Node {
  readonly kind: 'list';
  readonly items: readonly Expression[];
}

export interface DictNode extends Node {
  readonly kind: 'dict';
  readonly entries: readonly { readonly key: Expression; readonly value: Expression }[];
}

export interface Conditional extends Node {
  readonly kind: 'conditional';
  readonly test: Expression;
  readonly value: Expression;
  readonly otherwise: Expression | null;
}

export type ArithmeticOperator = '+' | '-' | '*' | '/' | '//' | '%' | '**';

export interface Binary extends Node {
  readonly kind: 'binary';
  readonly operator: ArithmeticOperator;
  readonly left: Expression;
  readonly right: Expression;
}

export interface Concat extends Node {
  readonly kind: 'concat';
  readonly items: readonly Expression[];
}

export interface Logical extends Node {
  readonly kind: 'logical';
  readonly operator: 'and' | 'or';
  readonly left: Expression;
  readonly right: Expression;
}

export interface Not extends Node {
  readonly kind: 'not';
  readonly operand: Expression;
}

export interface Unary extends Node {
  readonly kind: 'unary';
  readonly operator: '+' | '-';
  readonly operand: Expression;
}

export type CompareOperator = '==' | '!=' | '<' | '<=' | '>' | '>=' | 'in' | 'not in';

export interface Compare extends Node {
  readonly kind: 'compare';
  readonly first: Expression;
  readonly rest: readonly { readonly operator: CompareOperator; readonly operand: Expression }[];
}

export interface Arguments {
  readonly args: readonly Expression[];
  readonly kwargs: readonly { readonly name: string; readonly value: Expression }[];
  readonly splat: Expression | null;
  readonly kwsplat: Expression | null;
}

/** `target` is null for the filter of a block, which is given the block's text. */
export interface FilterNode extends Node, Arguments {
  readonly kind: 'filter';
  readonly name: string;
  readonly target: Expression | null;
}

export interface TestNode extends Node, Arguments {
  readonly kind: 'test';
  readonly name: string;
  readonly target: Expression;
}

export interface Attribute extends Node {
  readonly kind: 'attribute';
  readonly target: Expression;
  readonly name: string;
}

export interface Slice {
  readonly kind: 'slice';
  readonly start: Expression | null;
  readonly stop: Expression | null;
  readonly step: Expression | null;
}

export interface Item extends Node {
  readonly kind: 'item';
  readonly target: Expression;
  readonly index: Expression | Slice;
}

export interface CallNode extends Node, Arguments {
  readonly kind: 'call';
  readonly target: Expression;
}

/** What `set`, `for` and `with` write to; `member` is `namespace.attribute`. */
export type Target =
  | { readonly kind: 'name'; readonly name: string; readonly at: Position }
  | {
      readonly kind: 'member';
      readonly object: string;
      readonly name: string;
      readonly at: Position;
    }
  | { readonly kind: 'targets'; readonly items: readonly Target[]; readonly at: Position };

export type Statement =
  | TextNode
  | OutputNode
  | IfNode
  | ForNode
  | SetNode
  | SetBlockNode
  | WithNode
  | DoNode
  | MacroNode
  | CallBlockNode
  | FilterBlockNode
  | JumpNode
  | DbtBlockNode;

export interface TextNode {
  readonly kind: 'text';
  readonly text: string;
}

export interface OutputNode extends Node {
  readonly kind: 'output';
  readonly value: Expression;
}

export interface IfNode extends Node {
  readonly kind: 'if';
  readonly branches: readonly { readonly test: Expression; readonly body: readonly Statement[] }[];
  readonly otherwise: readonly Statement[];
}

export interface ForNode extends Node {
  readonly kind: 'for';
  readonly target: Target;
  readonly iterable: Expression;
  readonly filter: Expression | null;
  readonly recursive: boolean;
  readonly body: readonly Statement[];
  readonly otherwise: readonly Statement[];
}

export interface SetNode extends Node {
  readonly kind: 'set';
  readonly target: Target;
  readonly value: Expression;
}

export interface SetBlockNode extends Node {
  readonly kind: 'set_block';
  readonly target: Target;
  readonly filters: readonly FilterNode[];
  readonly body: readonly Statement[];
}

export interface WithNode extends Node {
  readonly kind: 'with';
  readonly bindings: readonly { readonly target: Target; readonly value: Expression }[];
  readonly body: readonly Statement[];
}

export interface DoNode extends Node {
  readonly kind: 'do';
  readonly value: Expression;
}

/** `type` is the text after the colon of a typed argument (`a: list[str]`), kept for documentation. */
export interface Parameter {
  readonly name: string;
  readonly type: string | null;
  readonly fallback: Expression | null;
}

export interface MacroNode extends Node {
  readonly kind: 'macro';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly span: Span;
  readonly bodySpan: Span;
}

export interface CallBlockNode extends Node {
  readonly kind: 'call_block';
  readonly parameters: readonly Parameter[];
  readonly call: Expression;
  readonly body: readonly Statement[];
}

export interface FilterBlockNode extends Node {
  readonly kind: 'filter_block';
  readonly filters: readonly FilterNode[];
  readonly body: readonly Statement[];
}

export interface JumpNode extends Node {
  readonly kind: 'break' | 'continue';
}

export type DbtBlock = 'materialization' | 'test' | 'data_test' | 'snapshot' | 'docs';

/** dbt's own blocks; `adapter` is null but for a materialization, `default` when it names none. */
export interface DbtBlockNode extends Node {
  readonly kind: 'dbt_block';
  readonly block: DbtBlock;
  readonly name: string;
  readonly adapter: string | null;
  readonly languages: readonly string[];
  readonly parameters: readonly Parameter[];
  readonly body: readonly Statement[];
  readonly span: Span;
  readonly bodySpan: Span;
}
