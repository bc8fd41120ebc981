import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { compileItemMaps, readItemMaps } from '@portolan/ingest';
import { openProject } from 'dbt-ts-runner';
import { readContracts } from '../../../warehouse/contracts.ts';
import { createLakeSchema } from '../../../warehouse/lake-schema.ts';
import { readLoads } from '../../../warehouse/loads.ts';

const modelsDir = resolve(import.meta.dirname, '../../../models');

export type Row = Readonly<Record<string, string | boolean | null>>;

/** What the models make of a home's items. */
export interface Mapped {
  rows(sql: string): Promise<readonly Row[]>;
  close(): void;
}

/** Puts a map into a home. */
export const writeMap = async (home: string, yaml: string, name = 'map.yaml'): Promise<void> => {
  await mkdir(join(home, 'item-maps'), { recursive: true });
  await writeFile(join(home, 'item-maps', name), yaml);
};

/** Runs the models of these feeds, from the lake to the rows as they stand, over the loads that had arrived by `until`. */
export const mapped = async (
  home: string,
  feeds: readonly string[],
  until = new Date(8.64e15),
): Promise<Mapped> => {
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  const loads = await readLoads(join(home, 'lake'), until);
  await createLakeSchema(connection, await readContracts(), loads);
  const { filter, feeds: sql } = compileItemMaps(readItemMaps(home).maps);
  const project = await openProject(modelsDir, {
    database,
    vars: { item_maps: { filter, ...sql } },
    env: { PORTOLAN_WAREHOUSE: ':memory:' },
    profilesDir: modelsDir,
    targetPath: null,
  });
  const failures: string[] = [];
  const select = [...feeds.map((feed) => `+int_${feed}_current`), '+int_findings_items'];
  for await (const event of project.build({ select, indirectSelection: 'buildable' })) {
    if (event.kind !== 'node_finished') continue;
    const { status, node, message } = event.result;
    if (status === 'error' || status === 'fail')
      failures.push(`${node.name}: ${message ?? status}`);
  }
  await project.close();
  if (failures.length > 0) throw new Error(failures.join('\n'));
  return {
    rows: async (statement) =>
      (await connection.runAndReadAll(statement)).getRowObjectsJson() as Row[],
    close: () => {
      connection.closeSync();
      database.closeSync();
    },
  };
};
