import { resolve } from 'node:path';
import type { Adapter } from '../adapter/adapter.ts';
import { adapterKind, adapterTypes } from '../adapter/kinds.ts';
import { type BaseOptions, baseNames } from '../context/base_names.ts';
import type { NameLookup } from '../context/macro_scope.ts';
import { layered, recordObject } from '../context/names.ts';
import { RunnerError } from '../errors.ts';
import type { ProjectOptions } from './options.ts';
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

/** The project itself and where it runs; nothing is parsed and nothing is connected. */
export interface Root {
  readonly root: ProjectFile;
  readonly target: Target;
  readonly adapter: Adapter;
  /** Renders YAML that may use the target. */
  readonly render: RenderYaml;
}

/** Reads dbt_project.yml in `dir` and the target of its profile. */
export async function readRoot(dir: string, options: ProjectOptions): Promise<Root> {
  const env = options.env ?? process.env;
  const yaml = await readProjectYaml(dir);
  const target = await readOwnTarget(dir, yaml, options);
  const adapter = await adapterFor(target, resolve(dir), options);
  const vars = new Vars([givenVars(options)]);
  const render = targetRenderer({ vars, env, say: sayOf(options) }, target, adapter);
  return { root: await projectFileOf(dir, yaml, render), target, adapter, render };
}

/** The target that the options, dbt_project.yml and profiles.yml choose. */
export async function readOwnTarget(
  dir: string,
  yaml: JsonObject,
  options: ProjectOptions,
): Promise<Target> {
  const env = options.env ?? process.env;
  const render = earlyRenderer(options);
  const named = options.profile ?? (await render(yaml.profile ?? null, 'dbt_project.yml'));
  return readTarget(
    {
      projectDir: resolve(dir),
      profilesDir: options.profilesDir,
      profile: named as string,
      target: options.target,
      env,
    },
    render,
  );
}

/** Renders YAML that knows variables and the environment alone. */
export function earlyRenderer(options: ProjectOptions): RenderYaml {
  return yamlRenderer(earlyNames(options));
}

/** Reads dbt_project.yml where no target is chosen: what is said of a target comes out empty. */
export async function readUntargeted(dir: string, options: ProjectOptions): Promise<ProjectFile> {
  return projectFileOf(dir, await readProjectYaml(dir), untargetedRenderer(options));
}

/** Renders YAML that knows variables and the environment, and takes all else for nothing. */
export function untargetedRenderer(options: ProjectOptions): RenderYaml {
  return yamlRenderer(earlyNames(options), 'absorbing');
}

function earlyNames(options: ProjectOptions): NameLookup {
  const env = options.env ?? process.env;
  const vars = new Vars([givenVars(options)]);
  return layered(baseNames({ vars, env, say: sayOf(options) }));
}

function sayOf({ onMessage }: ProjectOptions): BaseOptions['say'] {
  return onMessage ?? (() => undefined);
}

/** The variables given from outside. */
export function givenVars(options: ProjectOptions): JsonObject {
  return (options.vars ?? {}) as JsonObject;
}

function targetRenderer(base: BaseOptions, target: Target, adapter: Adapter): RenderYaml {
  const shown = {
    ...target.shown,
    name: target.name,
    type: target.type,
    schema: target.schema,
    database: adapter.database,
    profile_name: target.profileName,
  } satisfies Record<string, Json>;
  return yamlRenderer(
    layered({
      ...baseNames(base),
      target: () => recordObject('Target', shown),
    }),
  );
}

/** The adapter of the target; nothing is opened yet. */
export async function adapterFor(
  target: Target,
  projectDir: string,
  { database, connectionHook }: ProjectOptions,
): Promise<Adapter> {
  const kind = adapterKind(target.type);
  if (kind !== undefined) return kind.create(target, { projectDir, database, connectionHook });
  throw new RunnerError(
    'profile_invalid',
    `Target '${target.name}' of profile '${target.profileName}' has the type '${target.type}'; there are ${adapterTypes.join(', ')}.`,
  );
}
