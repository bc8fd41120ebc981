import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/** One turn of both tools: files are written first, then SQL runs, then the command. */
export interface Step {
  readonly write?: Readonly<Record<string, string>>;
  readonly sql?: string;
  readonly run: readonly string[];
  /** What dbt alone needs: it installs packages that dbt-ts reads where they are. */
  readonly only?: 'dbt';
  /** The artifacts of the step before stay, for what looks back at them. */
  readonly keep?: boolean;
  /** Folder that the artifacts are copied to after the command. */
  readonly save?: string;
  /** Both tools are to refuse the project or the command; without it a refusal is a difference. */
  readonly refused?: boolean;
}

/** A difference that is meant to be there. */
export interface Deviation {
  readonly aspect: Aspect;
  /** What differs: a unique id, a relation, or a selection; `*` ends a prefix. */
  readonly subject: string;
  readonly reason: string;
}

export type Aspect = 'outcome' | 'nodes' | 'statuses' | 'tables' | 'compiled' | 'selections';

/** What both tools do with one project. */
export interface Scenario {
  readonly name: string;
  readonly capability: string;
  readonly dir: string;
  readonly steps: readonly Step[];
  /** Arguments of `ls`, after the last step. */
  readonly ls: readonly (readonly string[])[];
  /** Columns, as `schema.table.column`, that hold the time of the run. */
  readonly volatile: readonly string[];
  readonly deviations: readonly Deviation[];
  /** Fills the database of the project's copy; `folder` is for what both copies share. */
  readonly prepare?: (dir: string, folder: string) => Promise<void>;
}

const projects = join(import.meta.dirname, 'projects');

/** All projects with their conformance.yml, by name. */
export function scenarios(): Scenario[] {
  return readdirSync(projects)
    .sort()
    .map((name) => {
      const dir = join(projects, name);
      const yaml = parse(readFileSync(join(dir, 'conformance.yml'), 'utf8'));
      return { ls: [], volatile: [], deviations: [], ...yaml, name, dir };
    });
}
