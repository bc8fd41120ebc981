import type { DuckDBInstance } from '@duckdb/node-api';
import { openProject } from 'dbt-ts-runner';

export interface ModelsRun {
  readonly modelsDir: string;
  readonly database: DuckDBInstance;
  readonly warehouseFile: string;
  readonly targetPath: string;
  readonly vars: Readonly<Record<string, string>>;
  readonly select: readonly string[];
}

/** A node that did not succeed. */
export interface NodeFailure {
  readonly node: string;
  readonly message: string;
}

/** Builds the selected models with their seeds and tests; resolves to what failed. */
export async function runModels(
  run: ModelsRun,
  onNode: (name: string, index: number, total: number) => void,
): Promise<NodeFailure[]> {
  const project = await openProject(run.modelsDir, {
    vars: run.vars,
    env: { ...process.env, PORTOLAN_WAREHOUSE: run.warehouseFile },
    profilesDir: run.modelsDir,
    database: run.database,
    targetPath: run.targetPath,
  });
  const failures: NodeFailure[] = [];
  try {
    const select = run.select.length === 0 ? {} : { select: run.select };
    for await (const event of project.build(select)) {
      if (event.kind === 'node_started') onNode(event.node.name, event.index, event.total);
      if (event.kind !== 'node_finished') continue;
      const { status, node, message } = event.result;
      if (status === 'error' || status === 'fail')
        failures.push({ node: node.name, message: message ?? status });
    }
  } finally {
    await project.close();
  }
  return failures;
}
