import type { Position } from './position.ts';
import type {
  DbtBlockNode,
  MacroNode,
  Parameter,
  Span,
  Statement,
  TemplateNode,
} from './syntax/ast.ts';

/** The tags that define something at a file's top level. */
export type DefinitionKind = 'macro' | 'test' | 'materialization' | 'snapshot' | 'docs';

/**
 * A block defined at a template's top level. `macroName` is the name dbt gives it among macros:
 * `m` for a macro, `test_m` for a test, `materialization_m_<adapter>` for a materialization.
 * `source` is the whole block, tags included, `body` the text between the tags.
 */
export interface BlockDefinition {
  readonly kind: DefinitionKind;
  readonly name: string;
  readonly macroName: string;
  readonly adapter: string | null;
  readonly languages: readonly string[];
  readonly arguments: readonly { readonly name: string; readonly type: string | null }[];
  readonly source: string;
  readonly body: string;
  readonly position: Position;
  readonly span: Span;
  readonly parameters: readonly Parameter[];
  readonly statements: readonly Statement[];
}

export function definitionsOf(ast: TemplateNode, source: string): BlockDefinition[] {
  return ast.body.filter(isDefinition).map((node) => {
    const kind = kindOf(node);
    const adapter = node.kind === 'dbt_block' ? node.adapter : null;
    return {
      kind,
      name: node.name,
      macroName: macroName(kind, node.name, adapter),
      adapter,
      languages: node.kind === 'dbt_block' ? node.languages : [],
      arguments: node.parameters.map(declared),
      source: source.slice(node.span.start, node.span.end),
      body: source.slice(node.bodySpan.start, node.bodySpan.end),
      position: node.at,
      span: node.span,
      parameters: node.parameters,
      statements: node.body,
    };
  });
}

function isDefinition(node: Statement): node is MacroNode | DbtBlockNode {
  return node.kind === 'macro' || node.kind === 'dbt_block';
}

function kindOf(node: MacroNode | DbtBlockNode): DefinitionKind {
  if (node.kind === 'macro') return 'macro';
  return node.block === 'data_test' ? 'test' : node.block;
}

function declared(parameter: Parameter): { name: string; type: string | null } {
  return { name: parameter.name, type: parameter.type };
}

function macroName(kind: DefinitionKind, name: string, adapter: string | null): string {
  if (kind === 'test') return `test_${name}`;
  if (kind === 'materialization') return `materialization_${name}_${adapter}`;
  return name;
}
