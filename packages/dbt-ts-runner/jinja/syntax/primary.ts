import type { Arguments, Constant, DictNode, Expression, Item, Slice } from './ast.ts';
import type { TokenStream } from './stream.ts';
import { describe, type Token } from './tokens.ts';

/** How a nested expression is parsed; given by the caller, since expressions nest both ways. */
export type Parse = (stream: TokenStream) => Expression;

const words: Readonly<Record<string, Pick<Constant, 'type' | 'text'>>> = {
  true: { type: 'bool', text: 'true' },
  True: { type: 'bool', text: 'true' },
  false: { type: 'bool', text: 'false' },
  False: { type: 'bool', text: 'false' },
  none: { type: 'none', text: 'none' },
  None: { type: 'none', text: 'none' },
};

/** A name, a literal, or anything in brackets. */
export function parsePrimary(stream: TokenStream, parse: Parse): Expression {
  const token = stream.current;
  switch (token.type) {
    case 'name':
      return parseName(stream.next());
    case 'string':
      return parseStrings(stream);
    case 'int':
    case 'float':
      stream.next();
      return {
        kind: 'constant',
        type: token.type,
        text: token.value.replaceAll('_', ''),
        at: token.at,
      };
    default:
      if (stream.isOperator('(')) return parseParenthesised(stream, parse);
      if (stream.isOperator('[')) return parseList(stream, parse);
      if (stream.isOperator('{')) return parseDict(stream, parse);
      return stream.fail(`unexpected '${describe(token)}'`);
  }
}

function parseName(token: Token): Expression {
  const word = Object.hasOwn(words, token.value) ? words[token.value] : undefined;
  if (word) return { kind: 'constant', ...word, at: token.at };
  return { kind: 'name', name: token.value, at: token.at };
}

function parseStrings(stream: TokenStream): Constant {
  const first = stream.next();
  let text = first.value;
  while (stream.current.type === 'string') text += stream.next().value;
  return { kind: 'constant', type: 'str', text, at: first.at };
}

function parseParenthesised(stream: TokenStream, parse: Parse): Expression {
  const opening = stream.next();
  const items: Expression[] = [];
  let tuple = stream.isOperator(')');
  while (!stream.isOperator(')')) {
    items.push(parse(stream));
    if (!stream.skipOperator(',')) break;
    tuple = true;
  }
  stream.expectOperator(')');
  const [only] = items;
  return only && !tuple ? only : { kind: 'tuple', items, at: opening.at };
}

function parseList(stream: TokenStream, parse: Parse): Expression {
  const opening = stream.next();
  const items: Expression[] = [];
  while (!stream.isOperator(']')) {
    items.push(parse(stream));
    if (!stream.skipOperator(',')) break;
  }
  stream.expectOperator(']');
  return { kind: 'list', items, at: opening.at };
}

function parseDict(stream: TokenStream, parse: Parse): DictNode {
  const opening = stream.next();
  const entries: { key: Expression; value: Expression }[] = [];
  while (!stream.isOperator('}')) {
    const key = parse(stream);
    stream.expectOperator(':');
    entries.push({ key, value: parse(stream) });
    if (!stream.skipOperator(',')) break;
  }
  stream.expectOperator('}');
  return { kind: 'dict', entries, at: opening.at };
}

/** Attributes, subscripts and calls that follow an expression. */
export function parsePostfix(start: Expression, stream: TokenStream, parse: Parse): Expression {
  let node = start;
  for (;;) {
    if (stream.isOperator('.')) node = parseAttribute(node, stream);
    else if (stream.isOperator('[')) node = parseItem(node, stream, parse);
    else if (stream.isOperator('(')) node = parseCall(node, stream, parse);
    else return node;
  }
}

export function parseCall(target: Expression, stream: TokenStream, parse: Parse): Expression {
  const { at } = stream.current;
  return { kind: 'call', target, ...parseArguments(stream, parse), at: startOf(target, at) };
}

/** A call is located at the name that is called, not at its bracket. */
function startOf(target: Expression, fallback: Item['at']): Item['at'] {
  return target.kind === 'name' || target.kind === 'attribute' ? target.at : fallback;
}

function parseAttribute(target: Expression, stream: TokenStream): Expression {
  stream.next();
  const token = stream.next();
  if (token.type === 'name') return { kind: 'attribute', target, name: token.value, at: token.at };
  if (token.type !== 'int') stream.fail('expected name or number', token);
  const index: Constant = { kind: 'constant', type: 'int', text: token.value, at: token.at };
  return { kind: 'item', target, index, at: token.at };
}

function parseItem(target: Expression, stream: TokenStream, parse: Parse): Item {
  const opening = stream.next();
  const items: (Expression | Slice)[] = [];
  while (!stream.isOperator(']')) {
    items.push(parseSubscript(stream, parse));
    if (!stream.skipOperator(',')) break;
  }
  stream.expectOperator(']');
  const [only] = items;
  if (only && items.length === 1) return { kind: 'item', target, index: only, at: opening.at };
  const parts = items.filter((item) => item.kind !== 'slice');
  if (parts.length !== items.length || parts.length === 0)
    stream.fail('expected subscript', opening);
  const index: Expression = { kind: 'tuple', items: parts, at: opening.at };
  return { kind: 'item', target, index, at: opening.at };
}

function parseSubscript(stream: TokenStream, parse: Parse): Expression | Slice {
  const ends = () => stream.isOperator(':') || stream.isOperator(',') || stream.isOperator(']');
  const start = stream.isOperator(':') ? null : parse(stream);
  if (start && !stream.isOperator(':')) return start;
  stream.expectOperator(':');
  const stop = ends() ? null : parse(stream);
  const step = stream.skipOperator(':') && !ends() ? parse(stream) : null;
  return { kind: 'slice', start, stop, step };
}

/** `(a, b=1, *c, **d)` with its brackets. */
export function parseArguments(stream: TokenStream, parse: Parse): Arguments {
  stream.expectOperator('(');
  const args: Expression[] = [];
  const kwargs: { name: string; value: Expression }[] = [];
  let splat: Expression | null = null;
  let kwsplat: Expression | null = null;
  while (!stream.isOperator(')')) {
    const token = stream.current;
    if (stream.skipOperator('*')) {
      if (splat || kwsplat) stream.fail('invalid syntax for function call expression', token);
      splat = parse(stream);
    } else if (stream.skipOperator('**')) {
      if (kwsplat) stream.fail('invalid syntax for function call expression', token);
      kwsplat = parse(stream);
    } else if (token.type === 'name' && isAssignment(stream.look(1))) {
      if (kwsplat) stream.fail('invalid syntax for function call expression', token);
      stream.next();
      stream.next();
      kwargs.push({ name: token.value, value: parse(stream) });
    } else {
      if (splat || kwsplat || kwargs.length > 0) {
        stream.fail('invalid syntax for function call expression', token);
      }
      args.push(parse(stream));
    }
    if (!stream.skipOperator(',')) break;
  }
  stream.expectOperator(')');
  return { args, kwargs, splat, kwsplat };
}

function isAssignment(token: Token): boolean {
  return token.type === 'operator' && token.value === '=';
}
