import type { Context, ContextSource } from './context.ts';
import type { BlockDefinition } from './definitions.ts';
import type { TemplateNode } from './syntax/ast.ts';
import type { Macro } from './values/macro.ts';
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
  /** Callable macros, tests and materializations by `macroName`; they see `context` alone. */
  bindMacros(context: ContextSource): Map<string, Macro>;
  /** A definition's body as a template of its own that keeps file, lines and columns. */
  body(definition: BlockDefinition): Template;
}
