import { resolve } from 'node:path';
import { isRunnerError } from '../errors.ts';
import type { ProjectOptions } from './options.ts';
import { readProjectYaml } from './project_file.ts';
import { adapterFor, readOwnTarget, readUntargeted } from './root.ts';

/** One thing a project needs to run, and whether it is there. */
export interface Check {
  readonly name: string;
  readonly isFine: boolean;
  /** What was found, or the sentence of what is wrong. */
  readonly detail: string;
}

/**
 * Checks project file, profile and connection, in this order, up to the first that fails; with
 * `connectionOnly` the project file is read for its profile alone.
 */
export async function debugProject(
  dir: string,
  options: ProjectOptions = {},
  connectionOnly = false,
): Promise<Check[]> {
  const checks: Check[] = [{ name: 'node', isFine: true, detail: process.version }];
  try {
    const yaml = await readProjectYaml(dir);
    if (!connectionOnly) {
      const project = await readUntargeted(dir, options);
      checks.push({ name: 'dbt_project.yml', isFine: true, detail: `project ${project.name}` });
    }
    const target = await readOwnTarget(dir, yaml, options);
    const shown = `target ${target.name} of profile ${target.profileName}, type ${target.type}, schema ${target.schema}`;
    checks.push({ name: 'profiles.yml', isFine: true, detail: shown });
    const adapter = await adapterFor(target, resolve(dir), options);
    try {
      const session = await adapter.openSession();
      await session.query('select 1 as id');
      await session.close();
      checks.push({ name: 'connection', isFine: true, detail: `database ${adapter.database}` });
    } finally {
      await adapter.close();
    }
  } catch (error) {
    if (!isRunnerError(error)) throw error;
    const names = ['node', 'dbt_project.yml', 'profiles.yml', 'connection'];
    if (connectionOnly) names.splice(1, 1);
    checks.push({ name: names[checks.length] ?? '', isFine: false, detail: error.message });
  }
  return checks;
}
