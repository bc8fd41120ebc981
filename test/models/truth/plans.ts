import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

interface Plan {
  readonly name: string;
  readonly children: readonly Plan[];
  readonly extra_info: Readonly<Record<string, string | readonly string[]>>;
}

function* operators(plan: Plan): Generator<Plan> {
  yield plan;
  for (const child of plan.children) yield* operators(child);
}

/** An outer join whose conditions the engine can try only pair by pair, because one of them is not a comparison of both sides. */
const isPairByPair = ({ name, extra_info }: Plan): boolean =>
  name.trim() === 'BLOCKWISE_NL_JOIN' && extra_info['Join Type'] === 'LEFT';

/** Models and tests of a build with an outer join that takes time by the product of its sides. */
export async function pairwiseJoins(build: string): Promise<string[]> {
  const { results } = JSON.parse(readFileSync(join(build, 'run_results.json'), 'utf8'));
  const instance = await DuckDBInstance.create(join(build, 'warehouse.duckdb'), {
    access_mode: 'READ_ONLY',
  });
  const connection = await instance.connect();
  const found: string[] = [];
  for (const { unique_id, compiled_code } of results) {
    // Seeds have no SQL, and a finished build stands without the lake that staging and its tests read.
    if (!compiled_code || /"(lake|staging)"/.test(compiled_code)) continue;
    const rows = await connection.runAndReadAll(`explain (format json) ${compiled_code}`);
    const plans: Plan[] = rows.getRowsJson().flatMap(([, plan]) => JSON.parse(String(plan)));
    if (plans.some((plan) => [...operators(plan)].some(isPairByPair))) found.push(unique_id);
  }
  connection.closeSync();
  instance.closeSync();
  return found;
}
