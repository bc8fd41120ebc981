import type { Statement } from '../ast.ts';
import { parseExpression, parseFilterChain } from '../expressions.ts';
import type { Parser } from '../parser.ts';
import type { Token } from '../tokens.ts';
import { parseSignature } from './signature.ts';

export function parseMacro(parser: Parser, tag: Token): Statement {
  const { stream } = parser;
  const begin = stream.look(-2).start;
  const { value: name } = stream.expect('name');
  const parameters = parseSignature(stream);
  const { body, bodySpan } = parseDefinitionBody(parser, tag, ['endmacro']);
  const span = { start: begin, end: stream.current.end };
  return { kind: 'macro', name, parameters, body, span, bodySpan, at: tag.at };
}

/** A body that is called later, so that no loop outside it can be broken from within. */
export function parseDefinitionBody(parser: Parser, tag: Token, ends: readonly string[]) {
  const { stream } = parser;
  const start = parser.bodyStart();
  const { loops } = parser;
  parser.loops = 0;
  const body = parser.body(tag, ends);
  parser.loops = loops;
  const end = stream.look(-1).start;
  stream.next();
  return { body, bodySpan: { start, end } };
}

export function parseCallBlock(parser: Parser, tag: Token): Statement {
  const { stream } = parser;
  const parameters = stream.isOperator('(') ? parseSignature(stream) : [];
  const call = parseExpression(stream);
  if (call.kind !== 'call') stream.fail('expected call', tag);
  const { body } = parseDefinitionBody(parser, tag, ['endcall']);
  return { kind: 'call_block', parameters, call, body, at: tag.at };
}

export function parseFilterBlock(parser: Parser, tag: Token): Statement {
  const filters = parseFilterChain(parser.stream);
  const body = parser.body(tag, ['endfilter']);
  parser.stream.next();
  return { kind: 'filter_block', filters, body, at: tag.at };
}
