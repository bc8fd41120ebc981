import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { translateError } from '../context/failure.ts';
import { internalPackage, MacroLibrary, type Mode } from '../context/macro_library.ts';
import type { BlockDefinition, Environment, Template } from '../jinja/index.ts';
import type { DocNode, MacroNode } from '../manifest/node.ts';
import { findFiles, type ResourceFile } from '../project/files.ts';
import type { ProjectFile } from '../project/project_file.ts';

export type Environments = Readonly<Record<Mode, Environment>>;

const internalDir = fileURLToPath(new URL('..', import.meta.url));

/** Loads the runner's own macros and those of all packages. */
export async function loadMacros(
  root: ProjectFile,
  packages: readonly ProjectFile[],
  environments: Environments,
): Promise<MacroLibrary> {
  const library = new MacroLibrary(root.name, root.dispatch);
  await loadFolder(library, internalPackage, internalDir, ['macros'], environments);
  for (const project of [root, ...packages]) {
    library.addPackage(project.name);
    const folders = [...project.macroPaths, ...project.testPaths.map((path) => `${path}/generic`)];
    await loadFolder(library, project.name, project.dir, folders, environments);
  }
  return library;
}

/** Docs blocks of a package's Markdown files. */
export async function loadDocs(project: ProjectFile, environment: Environment): Promise<DocNode[]> {
  const folders = [...project.modelPaths, ...project.seedPaths, ...project.macroPaths];
  const docs: DocNode[] = [];
  for (const file of await findFiles(project.dir, folders, ['.md'])) {
    const text = readFileSync(file.absolute, 'utf8');
    if (!/\{%-?\s*docs\b/.test(text)) continue;
    for (const block of definitionsIn(environment, text, file.fromPackage).definitions) {
      if (block.kind === 'docs') docs.push(docNode(project.name, file, block));
    }
  }
  return docs;
}

async function loadFolder(
  library: MacroLibrary,
  packageName: string,
  dir: string,
  folders: readonly string[],
  environments: Environments,
): Promise<void> {
  for (const file of await findFiles(dir, folders, ['.sql'])) {
    const text = readFileSync(file.absolute, 'utf8');
    const { definitions, template } = definitionsIn(environments.run, text, file.fromPackage);
    const templates = { run: template, parse: environments.parse.parse(text, file.fromPackage) };
    for (const block of definitions) {
      if (block.kind === 'docs' || block.kind === 'snapshot') continue;
      const node = macroNode(packageName, file, block);
      library.add({ node, macroName: block.macroName, statements: block.statements, templates });
    }
  }
}

/** What a file defines at its top level, and its template. */
export function definitionsIn(
  environment: Environment,
  text: string,
  name: string,
): { definitions: BlockDefinition[]; template: Template } {
  try {
    const template = environment.parse(text, name);
    return { definitions: template.definitions(), template };
  } catch (error) {
    throw translateError(error);
  }
}

function macroNode(packageName: string, file: ResourceFile, block: BlockDefinition): MacroNode {
  return {
    name: block.macroName,
    resource_type: 'macro',
    package_name: packageName,
    path: file.fromPackage,
    original_file_path: file.fromPackage,
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
