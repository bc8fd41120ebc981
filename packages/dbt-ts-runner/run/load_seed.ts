import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Adapter } from '../adapter/adapter.ts';
import { tableObject } from '../context/table_object.ts';
import { RunnerError } from '../errors.ts';
import type { HostObject } from '../jinja/index.ts';
import type { SeedNode } from '../manifest/node.ts';
import { objectOf, textOf } from '../project/yaml.ts';
import { parseCsv } from './csv.ts';
import { isNull, seedType } from './seed_types.ts';

/**
 * Reads a seed's file as the table its materialization loads; values stay text, nulls are None. Where
 * the word null is kept, only an empty field is null in a column of text or of a configured type.
 */
export async function loadSeed(
  node: SeedNode,
  { keepsNullWord }: Pick<Adapter, 'keepsNullWord'>,
): Promise<HostObject> {
  const text = await readFile(join(node.root, node.original_file_path), 'utf8');
  const delimiter = textOf(node.config.delimiter) ?? ',';
  if (delimiter === '') {
    throw new RunnerError(
      'seed_invalid',
      `The delimiter of the seed '${node.name}' is empty. Give the character between fields.`,
      { place: { file: node.original_file_path } },
    );
  }
  const { header, rows } = parseCsv(text, delimiter, node.original_file_path);
  const configured = objectOf(node.config.column_types);
  const columns = header.map((name, index) => ({
    name,
    type: seedType(rows.map((row) => row[index] ?? '')),
  }));
  const values = rows.map((row) =>
    row.map((value, index) => {
      const isKept =
        columns[index]?.type === 'text' || configured[header[index] ?? ''] !== undefined;
      if (isKept && keepsNullWord ? value === '' : isNull(value)) return null;
      return isKept ? value : value.trim();
    }),
  );
  return tableObject({ columns, rows: values });
}
