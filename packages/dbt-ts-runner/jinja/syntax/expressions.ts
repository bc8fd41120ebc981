import type {
  Arguments,
  ArithmeticOperator,
  CompareOperator,
  Expression,
  FilterNode,
  TestNode,
} from './ast.ts';
import { parseArguments, parseCall, parsePostfix, parsePrimary } from './primary.ts';
import type { TokenStream } from './stream.ts';
import { describe, type Token } from './tokens.ts';

/** How tightly operators bind; each level holds its right operand tighter than its left. */
const power = { or: 1, and: 2, not: 3, compare: 4, sum: 5, concat: 6, product: 7, pow: 8 } as const;

const arithmetic: Readonly<Record<string, number>> = {
  '+': power.sum,
  '-': power.sum,
  '*': power.product,
  '/': power.product,
  '//': power.product,
  '%': power.product,
  '**': power.pow,
};

const comparisons = new Set(['==', '!=', '<', '<=', '>', '>=']);
const noArguments: Arguments = { args: [], kwargs: [], splat: null, kwsplat: null };

/** One expression, with inline conditions. */
export function parseExpression(stream: TokenStream): Expression {
  let node = parseOperators(stream, power.or);
  while (stream.isName('if')) {
    const { at } = stream.next();
    const test = parseOperators(stream, power.or);
    const otherwise = stream.skipName('else') ? parseExpression(stream) : null;
    node = { kind: 'conditional', test, value: node, otherwise, at };
  }
  return node;
}

/** An expression without inline conditions: the subject of `if` and `for`. */
export function parseOperation(stream: TokenStream): Expression {
  return parseOperators(stream, power.or);
}

/** Expressions separated by commas make a tuple; `parse` reads each. */
export function parseTuple(stream: TokenStream, parse = parseExpression): Expression {
  const start = stream.current;
  if (endsTuple(start)) stream.fail(`Expected an expression, got '${describe(start)}'`);
  const first = parse(stream);
  if (!stream.isOperator(',')) return first;
  const items = [first];
  while (stream.skipOperator(',') && !endsTuple(stream.current)) items.push(parse(stream));
  return { kind: 'tuple', items, at: start.at };
}

function endsTuple(token: Token): boolean {
  if (token.type === 'block_end' || token.type === 'variable_end') return true;
  return token.type === 'operator' && token.value === ')';
}

function parseOperators(stream: TokenStream, least: number): Expression {
  let left = least <= power.not && stream.isName('not') ? parseNot(stream) : parseUnary(stream);
  for (;;) {
    const next = parseInfix(left, stream, least);
    if (next === null) return left;
    left = next;
  }
}

function parseNot(stream: TokenStream): Expression {
  const { at } = stream.next();
  return { kind: 'not', operand: parseOperators(stream, power.not), at };
}

function parseInfix(left: Expression, stream: TokenStream, least: number): Expression | null {
  const { type, value, at } = stream.current;
  if (type === 'name') {
    if ((value === 'or' || value === 'and') && power[value] >= least) {
      stream.next();
      return {
        kind: 'logical',
        operator: value,
        left,
        right: parseOperators(stream, power[value] + 1),
        at,
      };
    }
    return isComparison(stream) && least <= power.compare ? parseCompare(left, stream) : null;
  }
  if (type !== 'operator') return null;
  if (comparisons.has(value)) return least <= power.compare ? parseCompare(left, stream) : null;
  if (value === '~') return least <= power.concat ? parseConcat(left, stream) : null;
  const binding = arithmetic[value];
  if (binding === undefined || binding < least) return null;
  stream.next();
  const right = parseOperators(stream, binding + 1);
  return { kind: 'binary', operator: value as ArithmeticOperator, left, right, at };
}

function isComparison(stream: TokenStream): boolean {
  if (stream.isName('in')) return true;
  const following = stream.look(1);
  return stream.isName('not') && following.type === 'name' && following.value === 'in';
}

function parseCompare(first: Expression, stream: TokenStream): Expression {
  const { at } = stream.current;
  const rest: { operator: CompareOperator; operand: Expression }[] = [];
  while (
    isComparison(stream) ||
    (stream.current.type === 'operator' && comparisons.has(stream.current.value))
  ) {
    const token = stream.next();
    const negated = token.type === 'name' && token.value === 'not';
    if (negated) stream.next();
    const operator = (negated ? 'not in' : token.value) as CompareOperator;
    rest.push({ operator, operand: parseOperators(stream, power.sum) });
  }
  return { kind: 'compare', first, rest, at };
}

function parseConcat(first: Expression, stream: TokenStream): Expression {
  const { at } = stream.current;
  const items = [first];
  while (stream.skipOperator('~')) items.push(parseOperators(stream, power.product));
  return { kind: 'concat', items, at };
}

/** A sign binds tighter than a filter: `-1 | abs` is the filter of -1. */
function parseUnary(stream: TokenStream, withFilters = true): Expression {
  const { current } = stream;
  let node: Expression;
  if (stream.isOperator('-') || stream.isOperator('+')) {
    stream.next();
    const operator = current.value === '-' ? '-' : '+';
    node = { kind: 'unary', operator, operand: parseUnary(stream, false), at: current.at };
  } else {
    node = parsePrimary(stream, parseExpression);
  }
  node = parsePostfix(node, stream, parseExpression);
  return withFilters ? parseFilters(node, stream) : node;
}

function parseFilters(start: Expression, stream: TokenStream): Expression {
  let node = start;
  for (;;) {
    if (stream.isOperator('|')) node = parseFilter(node, stream);
    else if (stream.isName('is')) node = parseTest(node, stream);
    else if (stream.isOperator('(')) node = parseCall(node, stream, parseExpression);
    else return node;
  }
}

/** `| name(arguments)`, or without the bar when `target` is null and a tag came before. */
function parseFilter(target: Expression | null, stream: TokenStream): FilterNode {
  stream.skipOperator('|');
  const { name, at } = parseDottedName(stream);
  const args = stream.isOperator('(') ? parseArguments(stream, parseExpression) : noArguments;
  return { kind: 'filter', name, target, ...args, at };
}

/** The chain `a | b(1) | c` of a filter block or a set block. */
export function parseFilterChain(stream: TokenStream): FilterNode[] {
  const filters = [parseFilter(null, stream)];
  while (stream.isOperator('|')) filters.push(parseFilter(null, stream));
  return filters;
}

function parseTest(target: Expression, stream: TokenStream): Expression {
  const { at } = stream.next();
  const negated = stream.skipName('not');
  const { name } = parseDottedName(stream);
  const test: TestNode = { kind: 'test', name, target, ...parseTestArguments(stream), at };
  return negated ? { kind: 'not', operand: test, at } : test;
}

function parseTestArguments(stream: TokenStream): Arguments {
  if (stream.isOperator('(')) return parseArguments(stream, parseExpression);
  const { type, value } = stream.current;
  const bare =
    type === 'name' ? !['else', 'or', 'and'].includes(value) : startsLiteral(stream.current);
  if (!bare) return noArguments;
  if (stream.isName('is')) stream.fail('You cannot chain multiple tests with is');
  const primary = parsePrimary(stream, parseExpression);
  return { ...noArguments, args: [parsePostfix(primary, stream, parseExpression)] };
}

function startsLiteral({ type, value }: Token): boolean {
  if (type === 'string' || type === 'int' || type === 'float') return true;
  return type === 'operator' && (value === '[' || value === '{');
}

function parseDottedName(stream: TokenStream): { name: string; at: Token['at'] } {
  const token = stream.expect('name');
  let name = token.value;
  while (stream.skipOperator('.')) name += `.${stream.expect('name').value}`;
  return { name, at: token.at };
}
