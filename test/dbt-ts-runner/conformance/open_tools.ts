import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Tools } from './run_scenario.ts';
import { Tool } from './tool.ts';

/** Both tools and a folder for their projects, until closed. */
export interface OpenTools extends Tools {
  readonly folder: string;
  close(): Promise<void>;
}

/** Starts dbt, with the Python that has it, and dbt-ts. */
export function openTools(python: string): OpenTools {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  const here = import.meta.dirname;
  const dbt = new Tool(python, [join(here, 'run_dbt.py')]);
  const ours = new Tool(process.execPath, ['--import', 'tsx', join(here, 'run_dbt_ts.ts')]);
  return {
    folder,
    dbt,
    ours,
    close: async () => {
      await Promise.all([dbt.close(), ours.close()]);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
