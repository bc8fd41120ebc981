import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { baseNames } from '../context/base_names.ts';
import { projectNames } from '../context/project_names.ts';
import type { Services } from '../context/services.ts';
import { readSelectors } from '../graph/named_selector.ts';
import { Environment } from '../jinja/index.ts';
import { Manifest } from '../manifest/manifest.ts';
import { readPackages } from '../packages/packages.ts';
import { loadMacros } from '../parse/macros.ts';
import { parseProject } from '../parse/parse_project.ts';
import type { ProjectOptions } from './options.ts';
import type { ProjectFile } from './project_file.ts';
import { yamlRenderer } from './render_yaml.ts';
import { givenVars, readRoot } from './root.ts';
import { Vars } from './vars.ts';
import type { JsonObject } from './yaml.ts';

/** A parsed project with its adapter, not yet connected. */
export interface LoadedProject {
  readonly services: Services;
  readonly threads: number;
  readonly targetDir: string | undefined;
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
  const projects = new Map([root, ...packages].map((project) => [project.name, project]));
  const services: Services = {
    root,
    projects,
    target,
    adapter,
    library: await loadMacros(root, packages, environments),
    environments,
    manifest: new Manifest(root.name),
    invocation: { id: randomUUID(), startedAt: new Date(), env, flags: standardFlags },
    env,
    givenVars: givenVars(options),
    say: () => undefined,
  };
  for (const [name, selector] of await readSelectors(root.dir)) {
    services.manifest.selectors.set(name, selector);
  }
  await parseProject(services, (packageName) => {
    const own = projects.get(packageName) ?? root;
    return yamlRenderer({
      ...projectNames(services),
      ...baseNames({ vars: Vars.of(services.givenVars, root, own), env, say: () => undefined }),
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
  DEBUG: false,
  INTROSPECT: true,
};

function targetDir(root: ProjectFile, { targetPath }: ProjectOptions): string | undefined {
  return targetPath === null ? undefined : resolve(root.dir, targetPath ?? root.targetPath);
}
