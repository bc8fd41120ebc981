import type { Statement, TemplateNode } from './ast.ts';
import { parseTuple } from './expressions.ts';
import { tokenize } from './lexer.ts';
import { parseSet, parseWith } from './statements/assignment.ts';
import { parseFor, parseIf, parseJump } from './statements/control.ts';
import { dbtBlocks, parseDbtBlock } from './statements/dbt-blocks.ts';
import { parseCallBlock, parseFilterBlock, parseMacro } from './statements/macros.ts';
import { TokenStream } from './stream.ts';
import type { Token } from './tokens.ts';

type TagParser = (parser: Parser, tag: Token) => Statement;

const tags = new Map<string, TagParser>([
  ['set', parseSet],
  ['with', parseWith],
  ['if', parseIf],
  ['for', parseFor],
  ['break', parseJump],
  ['continue', parseJump],
  ['macro', parseMacro],
  ['call', parseCallBlock],
  ['filter', parseFilterBlock],
  ['do', (parser, tag) => ({ kind: 'do', value: parseTuple(parser.stream), at: tag.at })],
  ['print', (parser, tag) => ({ kind: 'output', value: parseTuple(parser.stream), at: tag.at })],
  ...dbtBlocks.map((block): [string, TagParser] => [block, parseDbtBlock]),
]);

/** Tags of Jinja that need a template loader or translations, which dbt has not. */
const refused = new Set(['include', 'import', 'from', 'extends', 'block', 'autoescape', 'trans']);

interface OpenBlock {
  readonly tag: Token;
  readonly ends: readonly string[];
}

/** The tree of a normalised template; throws `SyntaxFault`. */
export function parseTemplate(source: string): TemplateNode {
  const parser = new Parser(new TokenStream(tokenize(source)));
  return { kind: 'template', body: parser.statements([]) };
}

/** What the parsers of single tags share: the tokens and the blocks that are open around them. */
export class Parser {
  readonly stream: TokenStream;
  /** Loops open around the current statement, within the innermost macro. */
  loops = 0;
  readonly #open: OpenBlock[] = [];

  constructor(stream: TokenStream) {
    this.stream = stream;
  }

  /** The body of `tag` up to one of `ends`, whose name is the current token afterwards. */
  body(tag: Token, ends: readonly string[]): Statement[] {
    this.stream.skipOperator(':');
    this.stream.expect('block_end');
    this.#open.push({ tag, ends });
    const body = this.statements(ends);
    this.#open.pop();
    return body;
  }

  /** Offset just behind the tag that opened the body to come; called before `body`. */
  bodyStart(): number {
    return this.stream.look(this.stream.isOperator(':') ? 1 : 0).end;
  }

  statements(ends: readonly string[]): Statement[] {
    const { stream } = this;
    const body: Statement[] = [];
    for (;;) {
      const token = stream.current;
      if (token.type === 'eof') {
        if (ends.length > 0) this.#unfinished();
        return body;
      }
      stream.next();
      if (token.type === 'text') body.push({ kind: 'text', text: token.value });
      else if (token.type === 'variable_begin') body.push(this.#output(token));
      else if (stream.current.type === 'name' && ends.includes(stream.current.value)) return body;
      else body.push(this.#statement());
    }
  }

  #output(begin: Token): Statement {
    const value = parseTuple(this.stream);
    this.stream.expect('variable_end');
    return { kind: 'output', value, at: begin.at };
  }

  #statement(): Statement {
    const tag = this.stream.current;
    if (tag.type !== 'name') this.stream.fail('tag name expected');
    this.stream.next();
    if (refused.has(tag.value)) {
      this.stream.fail(`The tag '${tag.value}' is not available in dbt templates.`, tag);
    }
    const parse = tags.get(tag.value);
    if (parse === undefined) this.#unknownTag(tag);
    const statement = parse(this, tag);
    this.stream.expect('block_end');
    return statement;
  }

  #unknownTag(tag: Token): never {
    const mistaken = this.#open.some(({ ends }) => ends.includes(tag.value));
    const message = [`Encountered unknown tag '${tag.value}'.`];
    const looking = this.#lookingFor();
    if (looking && mistaken) {
      message.push(
        `You probably made a nesting mistake. Jinja is expecting this tag, but currently looking for ${looking}.`,
      );
    } else if (looking) {
      message.push(`Jinja was looking for the following tags: ${looking}.`);
    }
    this.stream.fail([...message, ...this.#innermost()].join(' '), tag);
  }

  #unfinished(): never {
    const message = [
      'Unexpected end of template.',
      `Jinja was looking for the following tags: ${this.#lookingFor()}.`,
      ...this.#innermost(),
    ];
    this.stream.fail(message.join(' '), this.#open.at(-1)?.tag);
  }

  #lookingFor(): string {
    const ends = this.#open.at(-1)?.ends ?? [];
    return ends.map((end) => `'${end}'`).join(' or ');
  }

  #innermost(): string[] {
    const innermost = this.#open.at(-1);
    if (innermost === undefined) return [];
    return [`The innermost block that needs to be closed is '${innermost.tag.value}'.`];
  }
}
