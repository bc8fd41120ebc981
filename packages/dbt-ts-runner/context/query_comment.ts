import { RunnerError } from '../errors.ts';
import { str, type Value } from '../jinja/index.ts';
import type { CodeNode, SeedNode } from '../manifest/node.ts';
import { manifestNode } from '../manifest/node_record.ts';
import { isObject, type Json, textOf } from '../project/yaml.ts';
import type { MacroScope } from './macro_scope.ts';
import { recordObject } from './names.ts';
import type { Services } from './services.ts';

/** Puts the project's `query-comment` before a statement, or behind it. */
export type Comment = (sql: string) => Promise<string>;

/** The comment of a node's statements, rendered once; none where the project sets none. */
export function queryComment(
  { root, environments }: Services,
  node: CodeNode | SeedNode,
  scope: () => MacroScope,
): Comment {
  const { template, isAppended } = settingsOf(root.queryComment);
  if (template === '') return async (sql) => sql;
  const names = new Map<string, Value>([
    ['node', recordObject('Node', manifestNode(node))],
    ['connection_name', node.unique_id],
  ]);
  const render = async () => {
    const { context } = scope();
    const parsed = environments.run.parse(asMacro(template), 'dbt_project.yml');
    const lookup = (name: string) => names.get(name) ?? context.lookup(name);
    return checked(str(await parsed.render({ lookup })).trim());
  };
  let rendered: Promise<string> | undefined;
  return async (sql) => {
    rendered ??= render();
    const text = await rendered;
    if (text === '') return sql;
    return isAppended ? `${sql}\n/* ${text} */` : `/* ${text} */\n${sql}`;
  };
}

/** The template may use return(), which only macros have. */
function asMacro(template: string): string {
  return `{%- macro query_comment_text() -%}${template}{%- endmacro -%}{{ query_comment_text() }}`;
}

function checked(text: string): string {
  if (!text.includes('*/')) return text;
  throw new RunnerError(
    'project_invalid',
    "The query-comment comes out with '*/' in it, which would end the comment. Leave it out.",
    { place: { file: 'dbt_project.yml' } },
  );
}

function settingsOf(setting: Json): { template: string; isAppended: boolean } {
  if (!isObject(setting)) return { template: textOf(setting) ?? '', isAppended: false };
  return { template: textOf(setting.comment) ?? '', isAppended: setting.append === true };
}
