import type { Expression, Statement } from '../ast.ts';
import { parseExpression, parseOperation, parseTuple } from '../expressions.ts';
import type { Parser } from '../parser.ts';
import type { Token } from '../tokens.ts';
import { parseTarget } from './target.ts';

export function parseIf(parser: Parser, tag: Token): Statement {
  const { stream } = parser;
  const branches: { test: Expression; body: Statement[] }[] = [];
  let otherwise: Statement[] = [];
  for (;;) {
    const test = parseTuple(stream, parseOperation);
    branches.push({ test, body: parser.body(tag, ['elif', 'else', 'endif']) });
    const end = stream.next().value;
    if (end === 'elif') continue;
    if (end === 'else') {
      otherwise = parser.body(tag, ['endif']);
      stream.next();
    }
    return { kind: 'if', branches, otherwise, at: tag.at };
  }
}

export function parseFor(parser: Parser, tag: Token): Statement {
  const { stream } = parser;
  const target = parseTarget(stream, false);
  stream.expectName('in');
  const iterable = parseTuple(stream, parseOperation);
  const filter = stream.skipName('if') ? parseExpression(stream) : null;
  const recursive = stream.skipName('recursive');
  parser.loops++;
  const body = parser.body(tag, ['endfor', 'else']);
  parser.loops--;
  let otherwise: Statement[] = [];
  if (stream.next().value === 'else') {
    otherwise = parser.body(tag, ['endfor']);
    stream.next();
  }
  return { kind: 'for', target, iterable, filter, recursive, body, otherwise, at: tag.at };
}

export function parseJump(parser: Parser, tag: Token): Statement {
  const kind = tag.value === 'break' ? 'break' : 'continue';
  if (parser.loops === 0) parser.stream.fail(`'${kind}' outside loop`, tag);
  return { kind, at: tag.at };
}
