import type { DbtBlock, Expression, Parameter, Statement } from '../ast.ts';
import { parseExpression } from '../expressions.ts';
import type { Parser } from '../parser.ts';
import type { TokenStream } from '../stream.ts';
import type { Token } from '../tokens.ts';
import { parseDefinitionBody } from './macros.ts';
import { parseSignature } from './signature.ts';

/** The tags dbt adds to Jinja. */
export const dbtBlocks: readonly DbtBlock[] = [
  'materialization',
  'test',
  'data_test',
  'snapshot',
  'docs',
];

export function parseDbtBlock(parser: Parser, tag: Token): Statement {
  const { stream } = parser;
  const begin = stream.look(-2).start;
  const block = tag.value as DbtBlock;
  const { value: name } = stream.expect('name');
  const isTest = block === 'test' || block === 'data_test';
  const parameters: Parameter[] = isTest ? parseSignature(stream) : [];
  const options = block === 'materialization' ? parseOptions(stream) : noOptions;
  const { body, bodySpan } = parseDefinitionBody(parser, tag, [`end${block}`]);
  const span = { start: begin, end: stream.current.end };
  return {
    kind: 'dbt_block',
    block,
    name,
    ...options,
    parameters,
    body,
    span,
    bodySpan,
    at: tag.at,
  };
}

interface Options {
  readonly adapter: string | null;
  readonly languages: readonly string[];
}

const noOptions: Options = { adapter: null, languages: [] };

/** `, default` or `, adapter='duckdb'`, and `, supported_languages=['sql']`. */
function parseOptions(stream: TokenStream): Options {
  let adapter = 'default';
  let languages: string[] = ['sql'];
  while (stream.skipOperator(',')) {
    const option = stream.expect('name');
    if (option.value === 'default') continue;
    stream.expectOperator('=');
    const value = parseExpression(stream);
    if (option.value === 'adapter') [adapter = 'default'] = texts(value, stream);
    else if (option.value === 'supported_languages') languages = texts(value, stream);
    else stream.fail(`materialization has no option '${option.value}'`, option);
  }
  return { adapter, languages };
}

function texts(value: Expression, stream: TokenStream): string[] {
  if (value.kind === 'list') return value.items.flatMap((item) => texts(item, stream));
  if (value.kind !== 'constant' || value.type !== 'str') {
    stream.fail('a materialization option is a quoted name');
  }
  return [value.text];
}
