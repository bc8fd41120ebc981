import { openProject, type Project, type ProjectOptions } from 'dbt-ts-runner';
import { expect } from 'vitest';
import { messages, projectFolder, statuses, writeFiles } from '../support/project_folder.ts';
import { market, nextDay, readable } from './market.ts';

/** What came of a day's build: statuses and messages by node, rows by relation. */
export interface Day {
  readonly statuses: Record<string, string>;
  readonly messages: Record<string, string | undefined>;
  readonly rows: Record<string, string[]>;
}

export interface TwoDays {
  readonly first: Day;
  readonly second: Day;
}

/** Builds both days of the market on the database that the target describes, in the schema shop. */
export async function twoDays(target: string): Promise<TwoDays> {
  const profiles = `market: {target: here, outputs: {here: ${target}}}\n`;
  const dir = await projectFolder({ ...market, 'profiles.yml': profiles });
  const first = await oneDay(dir, {});
  await writeFiles(dir, nextDay);
  const second = await oneDay(dir, { vars: { more: 'amount, big' } });
  return { first, second };
}

/** Both days on DuckDB, which the others are held against. */
export function twoDaysOnDuckDb(): Promise<TwoDays> {
  return twoDays('{type: duckdb, path: market.duckdb, schema: shop}');
}

/** The same nodes end the same way and leave the same rows. */
export function expectSame(found: TwoDays, expected: TwoDays): void {
  for (const day of ['first', 'second'] as const) {
    expect(found[day].statuses).toEqual(expected[day].statuses);
    expect(found[day].rows).toEqual(expected[day].rows);
  }
}

async function oneDay(dir: string, options: ProjectOptions): Promise<Day> {
  const project = await openProject(dir, { env: {}, ...options });
  try {
    const summary = await project.build().finished();
    const rows = await rowsOf(project);
    return { statuses: statuses(summary), messages: messages(summary), rows };
  } finally {
    await project.close();
  }
}

async function rowsOf(project: Project): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const [name, columns] of Object.entries(readable)) {
    const inline = `select ${columns} from {{ ref('${name}') }}`;
    const [preview] = await project.show({ inline, limit: null });
    const rows = preview?.rows.map((row) => JSON.stringify(row)) ?? [];
    found[name] = [JSON.stringify(preview?.columns), ...rows.sort()];
  }
  return found;
}
