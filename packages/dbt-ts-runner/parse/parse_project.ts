import type { Services } from '../context/services.ts';
import type { Warning } from '../context/warning_rules.ts';
import { isRunnerError } from '../errors.ts';
import { Graph } from '../graph/graph.ts';
import type { KeptParse } from '../kept/kept_parse.ts';
import type { CodeNode } from '../manifest/node.ts';
import { resolveRef, resolveSource } from '../manifest/resolve.ts';
import type { ProjectFile, RenderYaml } from '../project/project_file.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../project/yaml.ts';
import { parseAnalyses } from './analyses.ts';
import { parseCarried, resolveCarried } from './carried.ts';
import { parseNodeTests, parseSourceTests } from './generic_tests.ts';
import { checkAccess, checkGroup, parseGroups } from './groups.ts';
import { loadDocs } from './macros.ts';
import { parseModels } from './models.ts';
import { parseOperations } from './operations.ts';
import { Parser } from './parser.ts';
import { readProperties } from './properties.ts';
import { parseSeeds } from './seeds.ts';
import { parseSingularTests } from './singular_tests.ts';
import { parseSnapshots } from './snapshots.ts';
import { parseSources } from './sources.ts';
import { checkNames } from './unique_names.ts';
import { parseUnitTests } from './unit_tests.ts';
import { parseWarnings } from './warnings.ts';

/**
 * Fills the manifest of `services` with everything the packages hold, dependencies resolved; gives
 * who needs whom and what there is to remark.
 */
export async function parseProject(
  services: Services,
  kept: KeptParse,
  renderFor: (packageName: string) => RenderYaml,
): Promise<{ readonly graph: Graph; readonly warnings: readonly Warning[] }> {
  const { manifest } = services;
  manifest.macros = services.library.all();
  const projects = [...services.projects.values()];
  for (const project of projects) {
    for (const doc of await loadDocs({ services, kept }, project)) {
      manifest.docs.set(doc.unique_id, doc);
    }
  }
  kept.knowDocs([...manifest.docs.values()]);
  const parsers: [Parser, ProjectFile][] = [];
  for (const project of projects) {
    const render = renderFor(project.name);
    const properties = await readProperties(project, render, kept);
    const parser = new Parser(services, kept, properties, render);
    parsers.push([parser, project]);
    await describeMacros(parser);
    await parseGroups(parser, project);
    await parseModels(parser, project);
    await parseSeeds(parser, project);
    await parseSnapshots(parser, project);
  }
  for (const [parser, project] of parsers) {
    const tables = await parseSources(parser, project);
    await parseNodeTests(parser, project);
    await parseSourceTests(parser, project, tables);
    await parseSingularTests(parser, project);
    await parseAnalyses(parser, project);
    await parseUnitTests(parser, project);
    parseCarried(parser, project);
    await parseOperations(parser, project);
  }
  for (const node of manifest.all()) checkGroup(manifest, node);
  const warnings: Warning[] = [];
  for (const node of [...manifest.nodes.values()]) {
    if (node.resource_type !== 'seed') warnings.push(...resolveDependencies(services, node));
  }
  for (const node of manifest.operations.values()) resolveDependencies(services, node);
  for (const [parser] of parsers) resolveCarried(parser);
  warnings.push(...checkNames(manifest, services.root.flags));
  const graph = Graph.of(manifest);
  graph.order();
  return { graph, warnings: [...warnings, ...parseWarnings(parsers)] };
}

/**
 * Follows a node's refs and sources; a test of something disabled or missing is disabled itself,
 * and what is missing is remarked.
 */
function resolveDependencies({ manifest, projects }: Services, node: CodeNode): Warning[] {
  node.depends_on.nodes = [];
  try {
    const sources = node.sources.map((source) => resolveSource(manifest, source, node).unique_id);
    const targets = node.refs.map((ref) => resolveRef(manifest, ref, node));
    for (const target of targets) checkAccess(node, target, projects);
    const refs = targets.map((target) => target.unique_id);
    node.depends_on.nodes = [...new Set([...sources, ...refs])];
  } catch (error) {
    if (!isRunnerError(error) || node.resource_type !== 'test') throw error;
    const isMissing = error.code === 'reference_missing';
    if (!isMissing && error.code !== 'reference_disabled') throw error;
    manifest.disable(node);
    return isMissing ? [{ name: 'NodeNotFoundOrDisabled', text: error.message }] : [];
  }
  return [];
}

async function describeMacros(parser: Parser): Promise<void> {
  for (const entry of parser.properties.macros) {
    const macro = parser.services.library.inPackage(entry.packageName, entry.name);
    if (macro === undefined) continue;
    const describe = (yaml: JsonObject) =>
      parser.describe(textOf(yaml.description) ?? '', entry.packageName);
    const { node } = macro;
    node.description = await describe(entry.yaml);
    node.meta = { ...objectOf(entry.yaml.meta), ...objectOf(objectOf(entry.yaml.config).meta) };
    node.patch_path = `${entry.packageName}://${entry.file}`;
    const described: JsonObject[] = [];
    for (const yaml of listOf(entry.yaml.arguments).filter(isObject)) {
      described.push({
        name: textOf(yaml.name) ?? '',
        type: textOf(yaml.type) ?? null,
        description: await describe(yaml),
      });
    }
    if (described.length > 0) node.arguments = described;
  }
}
