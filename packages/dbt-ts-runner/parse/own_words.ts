import type { NodeBase } from '../manifest/node.ts';
import { type JsonObject, objectOf, textOf, textsOf } from '../project/yaml.ts';
import { columnsOf } from './columns.ts';
import type { Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';

/** What properties file and config say of a node for those who read the manifest. */
export async function ownWords(
  parser: Parser,
  packageName: string,
  entry: PropertiesEntry | undefined,
  config: JsonObject,
): Promise<
  Pick<
    NodeBase,
    'tags' | 'description' | 'columns' | 'meta' | 'docs' | 'group' | 'patch_path' | 'created_at'
  >
> {
  const describe = (words: string) => parser.describe(words, packageName);
  return {
    tags: textsOf(config.tags),
    description: await describe(textOf(entry?.yaml.description) ?? ''),
    columns: await columnsOf(entry?.yaml.columns, describe),
    meta: objectOf(config.meta),
    docs: objectOf(config.docs),
    group: textOf(config.group) ?? null,
    patch_path: entry === undefined ? null : `${packageName}://${entry.file}`,
    created_at: Date.now() / 1000,
  };
}
