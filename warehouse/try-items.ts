import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { compileItemMaps, type ItemMap } from '@portolan/ingest';
import { openProject } from 'dbt-ts-runner';
import { readContracts } from './contracts.ts';
import { WarehouseError } from './errors.ts';
import { createLakeSchema } from './lake-schema.ts';
import { readLoads } from './loads.ts';

/** What item maps make of the items in a lake, one feed of one map after the other. */
export interface MadeOfItems {
  readonly map: string;
  readonly feed: string;
  /** Rows that stand today. */
  readonly rows: number;
  /** Of those, rows whose newest state is refused: rule, column and how many. */
  readonly refused: readonly {
    readonly rule: string;
    readonly column: string;
    readonly rows: number;
  }[];
}

const countSql = (feed: string): string => `
  select regexp_extract(_source, '[^/]*$') as map, split_part(_refused, '|', 1) as rule, split_part(_refused, '|', 2) as "column",
    count(*)::integer as n
  from (select *, row_number() over (partition by _record order by _loaded_at desc) as recency from staging.base_items__${feed})
  where recency = 1 and _deleted is null group by all order by all`;

/** Makes the rows of these maps from all loads of a home, in memory, and counts them. Nothing is published or kept. */
export async function tryItemMaps(options: {
  readonly home: string;
  readonly modelsDir: string;
  readonly maps: readonly ItemMap[];
}): Promise<MadeOfItems[]> {
  const { filter, feeds } = compileItemMaps(options.maps);
  const names = Object.keys(feeds);
  const database = await DuckDBInstance.create();
  const connection = await database.connect();
  try {
    const loads = await readLoads(join(options.home, 'lake'), new Date(8.64e15));
    await createLakeSchema(connection, await readContracts(), loads);
    const project = await openProject(options.modelsDir, {
      database,
      vars: { item_maps: { filter, ...feeds } },
      env: { ...process.env, PORTOLAN_WAREHOUSE: ':memory:' },
      profilesDir: options.modelsDir,
      targetPath: null,
    });
    try {
      const select = names.map((feed) => `+base_items__${feed}`);
      for await (const event of project.build({ select })) {
        if (event.kind !== 'node_finished' || event.result.status !== 'error') continue;
        throw new WarehouseError(
          'BUILD_FAILED',
          `The item maps could not be tried: ${event.result.node.name} failed.`,
          'Try one map at a time to find which; portolan items check FILE does.',
        );
      }
    } finally {
      await project.close();
    }
    const made: MadeOfItems[] = [];
    for (const feed of names) {
      const counts = (await connection.runAndReadAll(countSql(feed))).getRowObjectsJson();
      for (const { name: map } of options.maps.filter((one) =>
        one.records.some((record) => record.feed === feed),
      )) {
        const own = counts.filter((one) => one.map === map);
        const refused = own.flatMap(({ rule, column, n }) =>
          rule === null ? [] : [{ rule: String(rule), column: String(column), rows: Number(n) }],
        );
        const rows = own.reduce((sum, { n }) => sum + Number(n), 0);
        made.push({ map, feed, rows, refused });
      }
    }
    return made;
  } finally {
    connection.closeSync();
    database.closeSync();
  }
}
