import type { Target } from '../ast.ts';
import type { TokenStream } from '../stream.ts';
import { describe } from '../tokens.ts';

const constants = new Set(['true', 'false', 'none', 'True', 'False', 'None']);

/** What is assigned to: a name, `namespace.name` where `members`, or up to `most` of them with commas. */
export function parseTarget(
  stream: TokenStream,
  members: boolean,
  most = Number.POSITIVE_INFINITY,
): Target {
  const { at } = stream.current;
  const first = parseOne(stream, members);
  if (most === 1 || !stream.isOperator(',')) return first;
  const items = [first];
  while (stream.skipOperator(',') && startsTarget(stream)) items.push(parseOne(stream, members));
  return { kind: 'targets', items, at };
}

function startsTarget(stream: TokenStream): boolean {
  return stream.isOperator('(') || (stream.current.type === 'name' && !stream.isName('in'));
}

function parseOne(stream: TokenStream, members: boolean): Target {
  const token = stream.current;
  if (stream.skipOperator('(')) {
    const nested = parseTarget(stream, members);
    stream.expectOperator(')');
    return nested;
  }
  const isConstant = ['int', 'float', 'string'].includes(token.type) || constants.has(token.value);
  if (isConstant) stream.fail("can't assign to 'const'");
  if (token.type !== 'name') stream.fail(`can't assign to '${describe(token)}'`);
  stream.next();
  if (!members || !stream.skipOperator('.'))
    return { kind: 'name', name: token.value, at: token.at };
  const member = stream.expect('name');
  return { kind: 'member', object: token.value, name: member.value, at: token.at };
}
