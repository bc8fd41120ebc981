import type { ColumnInfo } from '../manifest/node.ts';
import { isObject, type Json, listOf, objectOf, textOf, textsOf } from '../project/yaml.ts';
import { constraintsOf } from './contract.ts';

/** Renders `{{ doc('x') }}` in a description. */
export type Describe = (text: string) => Promise<string>;

/** The columns of a properties entry, by name. */
export async function columnsOf(
  yaml: Json | undefined,
  describe: Describe,
): Promise<Record<string, ColumnInfo>> {
  const columns: Record<string, ColumnInfo> = {};
  for (const entry of listOf(yaml)) {
    if (!isObject(entry)) continue;
    const name = textOf(entry.name);
    if (name === undefined) continue;
    const config = objectOf(entry.config);
    const meta = { ...objectOf(entry.meta), ...objectOf(config.meta) };
    const tags = [...new Set([...textsOf(entry.tags), ...textsOf(config.tags)])];
    columns[name] = {
      name,
      description: await describe(textOf(entry.description) ?? ''),
      meta,
      data_type: textOf(entry.data_type) ?? null,
      constraints: constraintsOf(entry.constraints),
      quote: typeof entry.quote === 'boolean' ? entry.quote : null,
      config: { ...config, meta, tags },
      tags,
      granularity: textOf(entry.granularity) ?? null,
      doc_blocks: [],
    };
  }
  return columns;
}
