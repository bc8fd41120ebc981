import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import type { Message } from '../context/base_names.ts';
import { Influences } from '../context/influences.ts';
import type { Services } from '../context/services.ts';
import { sharedNames } from '../context/shared_names.ts';
import { type Warning, WarningRules } from '../context/warning_rules.ts';
import type { Graph } from '../graph/graph.ts';
import { readSelectors } from '../graph/named_selector.ts';
import { Environment } from '../jinja/index.ts';
import { readKept, writeKept } from '../kept/kept_file.ts';
import { KeptParse } from '../kept/kept_parse.ts';
import { parseState } from '../kept/parse_state.ts';
import { projectKey } from '../kept/project_key.ts';
import { Manifest } from '../manifest/manifest.ts';
import { readPackages } from '../packages/packages.ts';
import type { MacroFile } from '../parse/macro_file.ts';
import { keptMacros, macroFiles, macroLibrary } from '../parse/macros.ts';
import { parseProject } from '../parse/parse_project.ts';
import type { ProjectOptions } from './options.ts';
import type { ProjectFile } from './project_file.ts';
import { yamlRenderer } from './render_yaml.ts';
import { givenVars, readRoot } from './root.ts';
import type { JsonObject } from './yaml.ts';

/** A parsed project with its adapter, not yet connected. */
export interface LoadedProject {
  readonly services: Services;
  /** What the parse has to remark. */
  readonly warnings: readonly Warning[];
  readonly threads: number;
  readonly targetDir: string | undefined;
  readonly graph: Graph;
  /** Tells what was parsed from all else; undefined where nothing is kept. */
  readonly state: () => string | undefined;
}

/** Reads and parses the project in `dir`. */
export async function loadProject(dir: string, options: ProjectOptions): Promise<LoadedProject> {
  const { root, target, adapter, render } = await readRoot(dir, options);
  const env = options.env ?? process.env;
  const packages = await readPackages(root, render);
  const environments = {
    parse: new Environment({ undefined: 'absorbing' }),
    run: new Environment({ undefined: 'strict' }),
  };
  const warningRules = WarningRules.of(options, root.flags);
  const projects = new Map([root, ...packages].map((project) => [project.name, project]));
  const influences = new Influences(env);
  const warnings: Warning[] = [];
  const remark = ({ name, text }: Message) => {
    if (name !== undefined) warnings.push({ name, text });
  };
  const known = {
    root,
    projects,
    target,
    adapter,
    environments,
    manifest: new Manifest(root.name),
    invocation: {
      id: options.invocationId ?? randomUUID(),
      startedAt: new Date(),
      env,
      flags: { ...standardFlags, ...warningRules.flags },
    },
    env: influences.env,
    givenVars: givenVars(options),
    say: warningRules.over((message) => {
      options.onMessage?.(message);
      if (message.level === 'warn') remark(message);
    }),
    warningRules,
    batchTimes: { window: undefined, now: new Date(), earlier: new Map() },
    influences,
  };
  for (const [name, selector] of await readSelectors(root.dir)) {
    known.manifest.selectors.set(name, selector);
  }
  const folder = targetDir(root, options);
  const keepsParse = options.partialParse ?? root.partialParse;
  const files = await macroFiles(projects.values(), environments);
  const parsed = await parseKeeping(known, files, keepsParse ? folder : undefined, env);
  for (const warning of parsed.warnings) known.say({ level: 'warn', ...warning });
  return {
    services: parsed.services,
    graph: parsed.graph,
    warnings: [...warnings],
    threads: options.threads ?? target.threads,
    targetDir: folder,
    state: parsed.state,
  };
}

interface Parsed extends Pick<LoadedProject, 'services' | 'graph' | 'warnings' | 'state'> {}

/** Parses the project with what an earlier parse left in the folder, and leaves there what changed. */
async function parseKeeping(
  known: Omit<Services, 'library'>,
  files: readonly MacroFile[],
  folder: string | undefined,
  env: Services['env'],
): Promise<Parsed> {
  const { root, projects, adapter, influences } = known;
  const key = folder === undefined ? '' : projectKey(known, files);
  const earlier = folder === undefined ? undefined : await readKept(folder, key, env);
  const library = macroLibrary(root, projects.keys(), files, earlier?.macros);
  const services: Services = { ...known, library };
  const macros = folder === undefined ? [] : keptMacros(library, adapter.type);
  const kept = new KeptParse(influences, earlier, folder !== undefined);
  const { warnings, graph } = await parseProject(services, kept, (packageName) =>
    yamlRenderer(sharedNames(services, packageName)),
  );
  let checksum = earlier?.checksum;
  if (folder !== undefined && (earlier === undefined || kept.isChanged)) {
    const variables = [...new Set([...(earlier?.variables ?? []), ...influences.variables])];
    checksum = await writeKept(folder, key, env, { variables, macros, units: kept.units });
  }
  const state = () =>
    checksum === undefined ? undefined : parseState(services, kept.values, key, checksum);
  return { services, graph, warnings, state };
}

/** What `flags` shows when nothing is given. */
export const standardFlags: JsonObject = {
  FULL_REFRESH: false,
  STORE_FAILURES: false,
  WHICH: 'parse',
  EMPTY: false,
  DEBUG: false,
  INTROSPECT: true,
};

function targetDir(root: ProjectFile, { targetPath }: ProjectOptions): string | undefined {
  return targetPath === null ? undefined : resolve(root.dir, targetPath ?? root.targetPath);
}
