import { SyntaxFault } from './fault.ts';
import { describe, type Token, type TokenType } from './tokens.ts';

/** The tokens of one template and where the parser stands in them. */
export class TokenStream {
  readonly #tokens: readonly Token[];
  #index = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  get current(): Token {
    return this.look(0);
  }

  /** The token just passed; at the beginning, the first. */
  get previous(): Token {
    return this.look(-1);
  }

  look(ahead: number): Token {
    const index = Math.min(Math.max(this.#index + ahead, 0), this.#tokens.length - 1);
    const token = this.#tokens[index];
    if (token === undefined) throw new RangeError('a token stream ends in eof');
    return token;
  }

  next(): Token {
    const token = this.current;
    this.#index++;
    return token;
  }

  isName(name: string): boolean {
    return this.current.type === 'name' && this.current.value === name;
  }

  isOperator(operator: string): boolean {
    return this.current.type === 'operator' && this.current.value === operator;
  }

  skipName(name: string): boolean {
    if (!this.isName(name)) return false;
    this.#index++;
    return true;
  }

  skipOperator(operator: string): boolean {
    if (!this.isOperator(operator)) return false;
    this.#index++;
    return true;
  }

  expect(type: TokenType): Token {
    if (this.current.type !== type) this.#unexpected(expectation[type] ?? type);
    return this.next();
  }

  expectOperator(operator: string): Token {
    if (!this.isOperator(operator)) this.#unexpected(operator);
    return this.next();
  }

  expectName(name: string): Token {
    if (!this.isName(name)) this.#unexpected(name);
    return this.next();
  }

  fail(message: string, token: Token = this.current): never {
    throw new SyntaxFault(message, token.at);
  }

  #unexpected(expected: string): never {
    const { current } = this;
    if (current.type === 'eof') this.fail(`unexpected end of template, expected '${expected}'.`);
    this.fail(`expected token '${expected}', got '${describe(current)}'`);
  }
}

const expectation: Partial<Record<TokenType, string>> = {
  block_end: 'end of statement block',
  variable_end: 'end of print statement',
};
