import type { DuckDBInstance } from '@duckdb/node-api';
import { type NodeResult, openProject } from 'dbt-ts-runner';
import { useWarehouse } from './engine.ts';
import type { Renewal } from './renewal/renewal.ts';

export interface ModelsRun {
  readonly modelsDir: string;
  readonly database: DuckDBInstance;
  readonly warehouseFile: string;
  readonly targetPath: string;
  readonly vars: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  /** Where the warehouse goes on from the last build, whose seeds stand. */
  readonly renewal?: Renewal | undefined;
}

/** A node that did not succeed. */
export interface NodeFailure {
  readonly node: string;
  readonly message: string;
}

/**
 * What may be said of a failure. The database's own words can repeat values of the data, so only the
 * kind of its complaint is passed on; run_results.json has the rest.
 */
function messageOf({ error, message, status }: NodeResult): string {
  if (error?.code !== 'database_failed') return message ?? status;
  const kind = /([A-Z][A-Za-z ]* Error)/.exec(error.message)?.[1] ?? 'error';
  return `the database refused its SQL (${kind})`;
}

/** Builds all models with their seeds and the tests of data, for unit tests tell of the models alone; resolves to what failed. */
export async function runModels(
  run: ModelsRun,
  onNode: (name: string, index: number, total: number) => void,
): Promise<NodeFailure[]> {
  const project = await openProject(run.modelsDir, {
    vars: run.vars,
    env: { ...process.env, PORTOLAN_WAREHOUSE: run.warehouseFile },
    profilesDir: run.modelsDir,
    database: run.database,
    connectionHook: useWarehouse,
    targetPath: run.targetPath,
  });
  const failures: NodeFailure[] = [];
  try {
    const { renewal } = run;
    const options = renewal
      ? {
          exclude: ['test_type:unit', 'resource_type:seed'],
          around: renewal.around(project.manifest),
        }
      : { exclude: ['test_type:unit'] };
    for await (const event of project.build(options)) {
      if (event.kind === 'node_started') onNode(event.node.name, event.index, event.total);
      if (event.kind !== 'node_finished') continue;
      const { status, node } = event.result;
      if (status === 'error' || status === 'fail')
        failures.push({ node: node.name, message: messageOf(event.result) });
    }
  } finally {
    await project.close();
  }
  return failures;
}
