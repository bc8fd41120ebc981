import { readdir, readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { WarehouseError } from './errors.ts';

/** Name, columns and key of a canonical feed. */
export interface FeedContract {
  readonly feed: string;
  readonly columns: readonly string[];
  readonly key: readonly string[];
}

/** The contracts that ship with Portolan. */
export const contractsDirectory = resolve(import.meta.dirname, '../ingest/contracts');

/** The canonical feeds with their columns, in contract order. */
export async function readContracts(folder = contractsDirectory): Promise<FeedContract[]> {
  const files = (await readdir(folder)).filter((name) => name.endsWith('.json')).sort();
  if (files.length === 0)
    throw new WarehouseError('CONTRACTS_MISSING', `There is no contract in ${folder}.`);
  return Promise.all(
    files.map(async (file) => {
      const schema: { properties: Record<string, unknown>; 'x-key'?: string[] } = JSON.parse(
        await readFile(join(folder, file), 'utf8'),
      );
      return {
        feed: basename(file, '.json'),
        columns: Object.keys(schema.properties),
        key: schema['x-key'] ?? [],
      };
    }),
  );
}
