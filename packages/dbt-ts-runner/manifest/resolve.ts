import { RunnerError } from '../errors.ts';
import { compareVersions } from '../parse/versions.ts';
import { suggestion } from '../project/nearest.ts';
import type { Manifest } from './manifest.ts';
import type { GraphNode, RefArgs, RefableNode, SourceNode } from './node.ts';
import { isRefable } from './node_record.ts';

/** Who asks: for the package to search first, and for errors. */
export type Asker = Pick<GraphNode, 'name' | 'package_name' | 'original_file_path'>;

/** The node a ref names; throws `reference_missing` or `reference_disabled`. */
export function resolveRef(manifest: Manifest, ref: RefArgs, asker: Asker): RefableNode {
  const found = manifest.findRef(ref.name, ref.package, asker.package_name, ref.version);
  if (found !== undefined) return found;
  const shown = refText(ref);
  const disabled = manifest.isDisabled((node) => isRefable(node) && node.name === ref.name);
  if (disabled) throw disabledError(`ref(${shown})`, asker);
  const versions = versionsThere(manifest, ref);
  if (versions !== undefined) {
    throw new RunnerError(
      'reference_missing',
      `'${asker.name}' uses ref(${shown}), but '${ref.name}' has ${versions}.`,
      { place: { file: asker.original_file_path } },
    );
  }
  const names = manifest.refables().map((node) => node.name);
  throw new RunnerError(
    'reference_missing',
    `'${asker.name}' uses ref(${shown}), but there is no model or seed of that name.${suggestion(ref.name, names)} Correct the name or add the model.`,
    { place: { file: asker.original_file_path } },
  );
}

function refText({ name, package: packageName, version }: RefArgs): string {
  const named = packageName === null ? `'${name}'` : `'${packageName}', '${name}'`;
  return version === null ? named : `${named}, v=${version}`;
}

/** What versions a model of that name has, where one exists. */
function versionsThere(manifest: Manifest, { name }: RefArgs): string | undefined {
  const models = manifest.refables().filter((node) => node.name === name);
  if (models.length === 0) return undefined;
  const versions = models.flatMap((node) =>
    node.resource_type === 'model' && node.version !== null ? [node.version] : [],
  );
  if (versions.length === 0) return 'no versions. Name the model alone';
  return `the versions ${versions.sort(compareVersions).join(', ')}. Name one of them or none`;
}

/** The table a source names; throws `reference_missing` or `reference_disabled`. */
export function resolveSource(
  manifest: Manifest,
  [sourceName = '', table = '']: readonly string[],
  asker: Asker,
): SourceNode {
  const found = manifest.findSource(sourceName, table, asker.package_name);
  if (found !== undefined) return found;
  const disabled = manifest.isDisabled(
    (node) =>
      node.resource_type === 'source' && node.source_name === sourceName && node.name === table,
  );
  if (disabled) throw disabledError(`source('${sourceName}', '${table}')`, asker);
  const known = [...manifest.sources.values()].map((node) => `${node.source_name}.${node.name}`);
  throw new RunnerError(
    'reference_missing',
    `'${asker.name}' uses source('${sourceName}', '${table}'), which no properties file declares.${suggestion(`${sourceName}.${table}`, known)} Declare it under sources.`,
    { place: { file: asker.original_file_path } },
  );
}

function disabledError(shown: string, asker: Asker): RunnerError {
  return new RunnerError(
    'reference_disabled',
    `'${asker.name}' uses ${shown}, which is disabled. Enable it, or disable '${asker.name}' too.`,
    { place: { file: asker.original_file_path } },
  );
}
