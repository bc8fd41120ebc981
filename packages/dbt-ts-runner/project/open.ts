import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { DuckDBInstance } from '@duckdb/node-api';
import type { Adapter } from '../adapter/adapter.ts';
import { type ConnectionHook, DuckDbAdapter } from '../adapter/duckdb/adapter.ts';
import { duckDbSettings } from '../adapter/duckdb/settings.ts';
import { baseNames } from '../context/base_names.ts';
import { recordObject } from '../context/names.ts';
import { projectNames } from '../context/project_names.ts';
import type { Services } from '../context/services.ts';
import { RunnerError } from '../errors.ts';
import { Environment } from '../jinja/index.ts';
import { Manifest } from '../manifest/manifest.ts';
import { loadMacros } from '../parse/macros.ts';
import { parseProject } from '../parse/parse_project.ts';
import { readPackages } from './packages.ts';
import { readTarget, type Target } from './profile.ts';
import {
  type ProjectFile,
  projectFileOf,
  type RenderYaml,
  readProjectYaml,
} from './project_file.ts';
import { yamlRenderer } from './render_yaml.ts';
import { Vars } from './vars.ts';
import type { Json, JsonObject } from './yaml.ts';

/** How a project is opened. */
export interface ProjectOptions {
  /** Variables that win over those of dbt_project.yml, as `--vars` does. */
  readonly vars?: Readonly<Record<string, unknown>>;
  /** Target of the profile; default what profiles.yml says. */
  readonly target?: string;
  /** Profile; default what dbt_project.yml says. */
  readonly profile?: string;
  /** Folder of profiles.yml; default DBT_PROFILES_DIR, then the project's folder, then ~/.dbt. */
  readonly profilesDir?: string;
  /** What env_var() reads; default `process.env`. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** DuckDB to use instead of the profile's path: an open instance, which stays open, or a path. */
  readonly database?: DuckDBInstance | string;
  /** Called with every new connection. */
  readonly connectionHook?: ConnectionHook;
  /** Nodes that run at a time; default what the profile says, else 2. */
  readonly threads?: number;
  /** Folder for artifacts; default the project's `target-path`; null writes none. */
  readonly targetPath?: string | null;
}

/** A parsed project with its adapter, not yet connected. */
export interface LoadedProject {
  readonly services: Services;
  readonly threads: number;
  readonly targetDir: string | undefined;
}

/** Reads and parses the project in `dir`. */
export async function loadProject(dir: string, options: ProjectOptions): Promise<LoadedProject> {
  const env = options.env ?? process.env;
  const givenVars = (options.vars ?? {}) as JsonObject;
  const yaml = await readProjectYaml(dir);
  const early = rendererWith(new Vars([givenVars]), env);
  const target = await readTarget(
    {
      projectDir: resolve(dir),
      profilesDir: options.profilesDir,
      profile:
        options.profile ?? ((await early(yaml.profile ?? null, 'dbt_project.yml')) as string),
      target: options.target,
      env,
    },
    early,
  );
  const adapter = await adapterFor(target, resolve(dir), options);
  const render = targetRenderer(new Vars([givenVars]), env, target, adapter);
  const root = await projectFileOf(dir, yaml, render);
  const packages = await readPackages(root, () => render);
  const environments = {
    parse: new Environment({ undefined: 'absorbing' }),
    run: new Environment({ undefined: 'strict' }),
  };
  const projects = new Map([root, ...packages].map((project) => [project.name, project]));
  const services: Services = {
    root,
    projects,
    target,
    adapter,
    library: await loadMacros(root, packages, environments),
    environments,
    manifest: new Manifest(root.name),
    invocation: { id: randomUUID(), startedAt: new Date(), flags: standardFlags },
    env,
    givenVars,
    say: () => undefined,
  };
  await parseProject(services, (packageName) => {
    const own = projects.get(packageName) ?? root;
    return yamlRenderer({
      ...projectNames(services),
      ...baseNames({ vars: Vars.of(givenVars, root, own), env, say: () => undefined }),
    });
  });
  return {
    services,
    threads: options.threads ?? target.threads,
    targetDir: targetDir(root, options),
  };
}

/** What `flags` shows when nothing is given. */
export const standardFlags: JsonObject = {
  FULL_REFRESH: false,
  STORE_FAILURES: false,
  WHICH: 'parse',
  EMPTY: false,
  INTROSPECT: true,
};

function targetDir(root: ProjectFile, { targetPath }: ProjectOptions): string | undefined {
  return targetPath === null ? undefined : resolve(root.dir, targetPath ?? root.targetPath);
}

function rendererWith(vars: Vars, env: Services['env']): RenderYaml {
  return yamlRenderer(baseNames({ vars, env, say: () => undefined }));
}

function targetRenderer(
  vars: Vars,
  env: Services['env'],
  target: Target,
  adapter: Adapter,
): RenderYaml {
  const shown = {
    ...target.settings,
    name: target.name,
    type: target.type,
    schema: target.schema,
    database: adapter.database,
    profile_name: target.profileName,
  } satisfies Record<string, Json>;
  return yamlRenderer({
    ...baseNames({ vars, env, say: () => undefined }),
    target: () => recordObject('Target', shown),
  });
}

async function adapterFor(
  target: Target,
  projectDir: string,
  { database, connectionHook }: ProjectOptions,
): Promise<Adapter> {
  if (target.type !== 'duckdb') {
    throw new RunnerError(
      'profile_invalid',
      `Target '${target.name}' of profile '${target.profileName}' has the type '${target.type}'; only duckdb is supported.`,
    );
  }
  const settings = duckDbSettings(target, projectDir);
  return DuckDbAdapter.create({
    settings: typeof database === 'string' ? { ...settings, path: database } : settings,
    instance: typeof database === 'string' ? undefined : database,
    connectionHook,
  });
}
