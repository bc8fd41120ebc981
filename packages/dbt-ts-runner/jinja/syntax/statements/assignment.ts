import type { Expression, Statement, Target } from '../ast.ts';
import { parseExpression, parseFilterChain, parseTuple } from '../expressions.ts';
import type { Parser } from '../parser.ts';
import type { Token } from '../tokens.ts';
import { parseTarget } from './target.ts';

/** `set x = value`, or `set x | filter` up to `endset`. */
export function parseSet(parser: Parser, tag: Token): Statement {
  const { stream } = parser;
  const target = parseTarget(stream, true);
  if (stream.skipOperator('=')) {
    return { kind: 'set', target, value: parseTuple(stream), at: tag.at };
  }
  const filters = stream.isOperator('|') ? parseFilterChain(stream) : [];
  const body = parser.body(tag, ['endset']);
  stream.next();
  return { kind: 'set_block', target, filters, body, at: tag.at };
}

/** `with a = 1, b = 2` up to `endwith`. */
export function parseWith(parser: Parser, tag: Token): Statement {
  const { stream } = parser;
  const bindings: { target: Target; value: Expression }[] = [];
  while (stream.current.type !== 'block_end') {
    if (bindings.length > 0) stream.expectOperator(',');
    const target = parseTarget(stream, false, 1);
    stream.expectOperator('=');
    bindings.push({ target, value: parseExpression(stream) });
  }
  const body = parser.body(tag, ['endwith']);
  stream.next();
  return { kind: 'with', bindings, body, at: tag.at };
}
