import { Bound } from './bound.ts';
import { type Context, type ContextSource, resolveContext } from './context.ts';
import { type BlockDefinition, definitionsOf } from './definitions.ts';
import { JinjaError, ReturnSignal } from './errors.ts';
import { Frame, type Unit } from './evaluator/frame.ts';
import { locate } from './evaluator/locate.ts';
import { makeMacro } from './evaluator/macro.ts';
import { NativeOutput, Output } from './evaluator/output.ts';
import { runBody } from './evaluator/statements.ts';
import { nativeValue } from './native.ts';
import type { TemplateNode } from './syntax/ast.ts';
import type { UndefinedMode } from './values/undefined.ts';
import type { Value } from './values/value.ts';

/** A parsed template, bound to the name that its errors carry. */
export interface Template {
  readonly name: string;
  readonly ast: TemplateNode;
  /** The text with its conditions, loops and calls carried out. Throws `JinjaError`. */
  render(context: Context): Promise<string>;
  /**
   * For YAML: the value itself when the template is one expression, else text. Text becomes a
   * bool, number or other literal only where marked (`as_bool`, `as_number`, `as_native`).
   */
  renderNative(context: Context): Promise<Value>;
  /** Macros, tests, materializations, snapshots and docs of the top level, in file order. */
  definitions(): BlockDefinition[];
  /**
   * Callable macros, tests and materializations by `macroName`. They see `context`, asked at each
   * name so that it may be completed later, and one another where `context` has no such name.
   */
  bindMacros(context: ContextSource): Bound;
  /** A definition's body as a template of its own that keeps file, lines and columns. */
  body(definition: BlockDefinition): Template;
}

/** What a template takes from its environment. */
export interface Surroundings {
  readonly undefinedMode: UndefinedMode;
  readonly globals: Readonly<Record<string, Value>>;
}

export class ParsedTemplate implements Template {
  readonly name: string;
  readonly ast: TemplateNode;
  readonly #source: string;
  readonly #surroundings: Surroundings;
  #definitions: BlockDefinition[] | undefined;
  #callable: ReadonlyMap<string, BlockDefinition> | undefined;

  constructor(name: string, source: string, ast: TemplateNode, surroundings: Surroundings) {
    this.name = name;
    this.ast = ast;
    this.#source = source;
    this.#surroundings = surroundings;
  }

  async render(context: Context): Promise<string> {
    const out = new Output();
    await this.#run(context, out, false);
    return out.text();
  }

  async renderNative(context: Context): Promise<Value> {
    const out = new NativeOutput();
    await this.#run(context, out, true);
    try {
      return nativeValue(out.parts);
    } catch (error) {
      throw locate(error, this.name, { line: 1, column: 1 });
    }
  }

  definitions(): BlockDefinition[] {
    this.#definitions ??= definitionsOf(this.ast, this.#source);
    return this.#definitions;
  }

  bindMacros(context: ContextSource): Bound {
    const bound = new Bound(this.#macros, ({ macroName: name, parameters, statements: body }) =>
      makeMacro({ name, parameters, body }, frame, runBody),
    );
    const frame = new Frame(this.#unit(() => resolveContext(context), false, bound));
    return bound;
  }

  get #macros(): ReadonlyMap<string, BlockDefinition> {
    this.#callable ??= new Map(
      this.definitions()
        .filter(({ kind }) => kind !== 'snapshot' && kind !== 'docs')
        .map((definition) => [definition.macroName, definition]),
    );
    return this.#callable;
  }

  body(definition: BlockDefinition): Template {
    const ast: TemplateNode = { kind: 'template', body: definition.statements };
    return new ParsedTemplate(this.name, this.#source, ast, this.#surroundings);
  }

  async #run(context: Context, out: Output, native: boolean): Promise<void> {
    const unit = this.#unit(() => context, native, new Map());
    try {
      await runBody(this.ast.body, new Frame(unit), out);
    } catch (error) {
      if (!(error instanceof ReturnSignal)) throw error;
      const message = 'return() was called outside of a macro';
      throw new JinjaError('TemplateRuntimeError', message, this.name, { line: 1, column: 1 });
    }
  }

  #unit(context: () => Context, native: boolean, siblings: Unit['siblings']): Unit {
    const { undefinedMode: mode, globals } = this.#surroundings;
    return { file: this.name, mode, native, globals, context, siblings };
  }
}
