import type { Warning } from '../context/warning_rules.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ModelNode } from '../manifest/node.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { isMicrobatch } from '../run/microbatch/plan_batches.ts';
import { misspeltKeys } from './misspelt_keys.ts';
import type { Parser } from './parser.ts';
import type { PropertiesEntry } from './properties.ts';
import { unusedConfigPaths } from './unused_configs.ts';

/** What a parsed project has that is of no use, or will not be for long. */
export function parseWarnings(parsers: readonly (readonly [Parser, ProjectFile])[]): Warning[] {
  const [first] = parsers;
  if (first === undefined) return [];
  const [{ manifest, services }] = first;
  const warnings = parsers.flatMap(([parser, project]) => entryWarnings(parser, project));
  for (const [{ properties }, { name }] of parsers) {
    if (name === services.root.name) warnings.push(...misspeltKeys(manifest, properties, name));
  }
  const unused = unusedConfigPaths(manifest, services.root.configs);
  if (unused.length > 0) {
    warnings.push({
      name: 'UnusedResourceConfigPath',
      text: `dbt_project.yml configures ${unused.join(', ')}, which no resource takes. Correct the path or remove it.`,
    });
  }
  return [...warnings, ...deprecationWarnings(manifest), ...batchWarnings(manifest)];
}

/** Entries of properties files that describe nothing there is. */
function entryWarnings({ manifest, services, properties }: Parser, project: ProjectFile) {
  const warnings: Warning[] = [];
  for (const kind of ['models', 'seeds', 'snapshots', 'analyses'] as const) {
    const type = kind === 'analyses' ? 'analysis' : kind.slice(0, -1);
    for (const entry of properties[kind]) {
      if (isDescribed(manifest, entry, type, project.name)) continue;
      const other = manifest.refables().find(({ name }) => name === entry.name);
      warnings.push(
        other === undefined || kind === 'analyses'
          ? {
              name: 'NoNodeForYamlKey',
              text: `${entry.file} describes '${entry.name}' under ${kind}, and there is none. Correct the name or remove the entry.`,
            }
          : {
              name: 'WrongResourceSchemaFile',
              text: `${entry.file} describes '${entry.name}' under ${kind}, and it is a ${other.resource_type}. Move the entry.`,
            },
      );
    }
  }
  for (const { name, file, packageName } of properties.macros) {
    if (services.library.inPackage(packageName, name) !== undefined) continue;
    warnings.push({
      name: 'MacroNotFoundForPatch',
      text: `${file} describes the macro '${name}', and there is none. Correct the name or remove the entry.`,
    });
  }
  return warnings;
}

function isDescribed(
  manifest: Manifest,
  { name }: PropertiesEntry,
  type: string,
  packageName: string,
): boolean {
  const isOfType = (node: { resource_type: string; name: string }) =>
    node.resource_type === type && node.name === name;
  return (
    manifest.nodes.has(`${type}.${packageName}.${name}`) ||
    [...manifest.nodes.values()].some(isOfType) ||
    manifest.isDisabled(isOfType)
  );
}

/** Models built in batches that read nothing by its event time. */
function batchWarnings(manifest: Manifest): Warning[] {
  const isFiltered = (id: string) => {
    const input = manifest.get(id);
    return typeof input?.config.event_time === 'string';
  };
  return [...manifest.nodes.values()].flatMap((node): Warning[] => {
    if (node.resource_type !== 'model' || !isMicrobatch(node)) return [];
    if (node.depends_on.nodes.some(isFiltered)) return [];
    const text = `The microbatch model '${node.name}' reads nothing that has an event_time, so every batch reads all rows. Configure event_time of what it reads.`;
    return [{ name: 'MicrobatchModelNoEventTimeInputs', text }];
  });
}

/** Models beyond their deprecation date, and those that read models that have one. */
function deprecationWarnings(manifest: Manifest): Warning[] {
  const readers = new Map<string, ModelNode[]>();
  const models = [...manifest.nodes.values()].filter((node) => node.resource_type === 'model');
  const dated = models.filter((node) => node.deprecation_date !== null);
  if (dated.length === 0) return [];
  for (const node of models) {
    for (const id of node.depends_on.nodes) {
      readers.set(id, [...(readers.get(id) ?? []), node]);
    }
  }
  return dated.flatMap((node) => {
    const isPast = new Date(node.deprecation_date ?? '').getTime() < Date.now();
    const shown = `${node.name}${node.version === null ? '' : `.v${node.version}`}`;
    const date = node.deprecation_date?.slice(0, 10);
    const own: Warning[] = isPast
      ? [
          {
            name: 'DeprecatedModel',
            text: `The model '${shown}' is deprecated since ${date}. Disable or remove it.`,
          },
        ]
      : [];
    const read = (readers.get(node.unique_id) ?? []).map(
      (reader): Warning => ({
        name: isPast ? 'DeprecatedReference' : 'UpcomingReferenceDeprecation',
        text: `'${reader.name}' reads '${shown}', which is deprecated ${isPast ? 'since' : 'from'} ${date}.`,
      }),
    );
    return [...own, ...read];
  });
}
