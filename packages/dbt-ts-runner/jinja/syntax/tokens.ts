import type { Position } from '../position.ts';

export type TokenType =
  | 'text'
  | 'block_begin'
  | 'block_end'
  | 'variable_begin'
  | 'variable_end'
  | 'name'
  | 'string'
  | 'int'
  | 'float'
  | 'operator'
  | 'eof';

/** `value` is the text with escapes resolved; `start` and `end` are offsets into the source. */
export interface Token {
  readonly type: TokenType;
  readonly value: string;
  readonly at: Position;
  readonly start: number;
  readonly end: number;
}

/** A token as Jinja names it in its messages. */
export function describe(token: Token): string {
  switch (token.type) {
    case 'eof':
      return 'end of template';
    case 'block_end':
      return 'end of statement block';
    case 'block_begin':
      return 'begin of statement block';
    case 'variable_end':
      return 'end of print statement';
    case 'variable_begin':
      return 'begin of print statement';
    case 'text':
      return 'template data / text';
    default:
      return token.value;
  }
}
