import { readFileSync } from 'node:fs';
import { macroDependencies } from '../context/macro_dependencies.ts';
import { internalPackage, MacroLibrary } from '../context/macro_library.ts';
import type { BlockDefinition } from '../jinja/index.ts';
import type { KeptMacro } from '../kept/kept_file.ts';
import type { DocNode, MacroNode } from '../manifest/node.ts';
import { findFiles, type ResourceFile } from '../project/files.ts';
import { ownFolder } from '../project/own_folder.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { definitionsIn } from './definitions.ts';
import { type Environments, MacroFile } from './macro_file.ts';
import type { Parser } from './parser.ts';

/** The files with the runner's own macros and with those of all packages. */
export async function macroFiles(
  projects: Iterable<ProjectFile>,
  environments: Environments,
): Promise<MacroFile[]> {
  const files: MacroFile[] = [];
  const take = async (packageName: string, dir: string, folders: readonly string[]) => {
    for (const { fromPackage } of await findFiles(dir, folders, ['.sql'])) {
      files.push(new MacroFile(packageName, dir, fromPackage, environments));
    }
  };
  await take(internalPackage, ownFolder, ['macros']);
  for (const { name, dir, macroPaths, testPaths } of projects) {
    await take(name, dir, [...macroPaths, ...testPaths.map((path) => `${path}/generic`)]);
  }
  return files;
}

/** All macros of the files; those that an earlier parse kept are not looked for anew. */
export function macroLibrary(
  { name, dispatch }: ProjectFile,
  packageNames: Iterable<string>,
  files: readonly MacroFile[],
  kept: readonly KeptMacro[] | undefined,
): MacroLibrary {
  const library = new MacroLibrary(name, dispatch);
  for (const packageName of packageNames) library.addPackage(packageName);
  if (kept === undefined) {
    for (const file of files) {
      for (const block of file.definitions) library.add(file.entry(macroNode(file, block)));
    }
    return library;
  }
  const byPath = new Map(files.map((file) => [`${file.packageName}:${file.path}`, file]));
  for (const { node, dependencies } of kept) {
    const file = byPath.get(`${node.package_name}:${node.original_file_path}`);
    if (file !== undefined) library.add(file.entry({ ...node }, dependencies));
  }
  return library;
}

/** The macros as the next parse may use them; to be asked before properties describe them. */
export function keptMacros(library: MacroLibrary, adapterType: string): KeptMacro[] {
  return library.all().map((entry) => ({
    node: { ...entry.node },
    dependencies: macroDependencies(library, entry, adapterType),
  }));
}

/** Docs blocks of a package's Markdown files. */
export async function loadDocs(
  { services, kept }: Pick<Parser, 'services' | 'kept'>,
  project: ProjectFile,
): Promise<DocNode[]> {
  const folders = [...project.modelPaths, ...project.seedPaths, ...project.macroPaths];
  const docs: DocNode[] = [];
  for (const file of await findFiles(project.dir, folders, ['.md'])) {
    const text = readFileSync(file.absolute, 'utf8');
    if (!/\{%-?\s*docs\b/.test(text)) continue;
    const inputs = ['docs', project.name, file.fromPackage, file.fromFolder, text];
    const nodes = await kept.part(inputs, () =>
      definitionsIn(services.environments.parse, text, file.fromPackage)
        .filter(({ kind }) => kind === 'docs')
        .map((block) => docNode(project.name, file, block)),
    );
    docs.push(...nodes);
  }
  return docs;
}

function macroNode({ packageName, path }: MacroFile, block: BlockDefinition): MacroNode {
  return {
    name: block.macroName,
    resource_type: 'macro',
    package_name: packageName,
    path,
    original_file_path: path,
    unique_id: `macro.${packageName}.${block.macroName}`,
    macro_sql: block.source,
    description: '',
    meta: {},
    docs: { show: true, node_color: null },
    arguments: block.arguments.map(({ name, type }) => ({ name, type, description: '' })),
    patch_path: null,
    created_at: Date.now() / 1000,
    supported_languages: block.kind === 'materialization' ? ['sql'] : null,
  };
}

function docNode(packageName: string, file: ResourceFile, block: BlockDefinition): DocNode {
  return {
    name: block.name,
    resource_type: 'doc',
    package_name: packageName,
    path: file.fromFolder,
    original_file_path: file.fromPackage,
    unique_id: `doc.${packageName}.${block.name}`,
    block_contents: block.body.trim(),
  };
}
