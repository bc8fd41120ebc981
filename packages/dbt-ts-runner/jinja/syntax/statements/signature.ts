import type { Parameter } from '../ast.ts';
import { parseExpression } from '../expressions.ts';
import type { TokenStream } from '../stream.ts';

/** `(a, b: list[str], c=1)` with its brackets. */
export function parseSignature(stream: TokenStream): Parameter[] {
  stream.expectOperator('(');
  const parameters: Parameter[] = [];
  while (!stream.isOperator(')')) {
    if (parameters.length > 0) stream.expectOperator(',');
    if (stream.isOperator(')')) break;
    const { value: name } = stream.expect('name');
    const type = stream.skipOperator(':') ? parseType(stream) : null;
    const fallback = stream.skipOperator('=') ? parseExpression(stream) : null;
    if (fallback === null && parameters.at(-1)?.fallback) {
      stream.fail('non-default argument follows default argument');
    }
    parameters.push({ name, type, fallback });
  }
  stream.expectOperator(')');
  return parameters;
}

function parseType(stream: TokenStream): string {
  let type = '';
  let depth = 0;
  for (;;) {
    const { type: kind, value } = stream.current;
    const ends = depth === 0 && kind === 'operator' && [',', '=', ')'].includes(value);
    if (ends || kind === 'block_end' || kind === 'eof') break;
    if (value === '[' || value === '(') depth++;
    if (value === ']' || value === ')') depth--;
    type += value === ',' || value === '|' ? `${value} ` : value;
    stream.next();
  }
  if (type === '') stream.fail('expected a type after the colon');
  return type;
}
