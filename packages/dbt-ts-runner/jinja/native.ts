import { PythonError } from './errors.ts';
import { unary } from './operators.ts';
import { literal } from './static-calls.ts';
import type { Expression } from './syntax/ast.ts';
import { SyntaxFault } from './syntax/fault.ts';
import { parseTemplate } from './syntax/parser.ts';
import { Marker } from './values/marker.ts';
import { numeric } from './values/numeric.ts';
import { str } from './values/text.ts';
import type { Value } from './values/value.ts';

/** What a template's printed parts come to as one value: the only part itself, else their text. */
export function nativeValue(parts: readonly Value[]): Value {
  const [only] = parts;
  if (only === undefined) return '';
  if (parts.length > 1) return parts.map(str).join('');
  return only instanceof Marker ? resolve(only) : only;
}

function resolve({ kind, text }: Marker): Value {
  if (kind === 'as_text') return text;
  const value = parseLiteral(text.trim());
  if (value !== undefined && fits(kind, value)) return value;
  const type = { as_bool: 'a bool', as_number: 'a number', as_native: 'a literal' }[kind];
  throw new PythonError('ValueError', `'${text}' was marked ${kind} but is not ${type}`);
}

function fits(kind: Marker['kind'], value: Value): boolean {
  if (kind === 'as_bool') return typeof value === 'boolean';
  if (kind === 'as_number') return typeof value !== 'boolean' && numeric(value) !== undefined;
  return true;
}

/** The value of text that is a literal, as Python's `ast.literal_eval` reads it. */
function parseLiteral(text: string): Value | undefined {
  try {
    const { body } = parseTemplate(`{{ ${text} }}`);
    const [only] = body;
    return body.length === 1 && only?.kind === 'output' ? signed(only.value) : undefined;
  } catch (error) {
    if (error instanceof SyntaxFault) return undefined;
    throw error;
  }
}

function signed(node: Expression): Value | undefined {
  if (node.kind !== 'unary') return literal(node);
  const operand = literal(node.operand);
  return operand === undefined || numeric(operand) === undefined
    ? undefined
    : unary(node.operator, operand);
}
