import { basename, dirname, resolve } from 'node:path';
import { catalogArtifact } from '../artifacts/catalog.ts';
import { sourcesArtifact } from '../artifacts/sources.ts';
import { copyAssets, writeArtifact } from '../artifacts/write.ts';
import type { Services } from '../context/services.ts';
import type { SourceNode } from '../manifest/node.ts';
import { type Catalog, readCatalog } from '../run/catalog.ts';
import { checkFreshness, type FreshnessSummary, isChecked } from '../run/freshness.ts';
import type { LoadedProject } from './open.ts';
import { writeOwnManifest } from './own_manifest.ts';
import type { FreshnessOptions } from './run_options.ts';
import { selectedResources } from './selection.ts';

/** How old the selected sources are that have a limit; written to sources.json. */
export async function readFreshness(
  loaded: LoadedProject,
  services: Services,
  options: FreshnessOptions,
): Promise<FreshnessSummary> {
  const sources = selectedResources(loaded, options, () => undefined).filter(
    (node): node is SourceNode => node.resource_type === 'source' && isChecked(node),
  );
  const summary = await checkFreshness(services, sources, options.threads ?? loaded.threads);
  const { targetDir } = loaded;
  const file = options.output ?? 'sources.json';
  if (targetDir !== undefined) {
    const folder = resolve(targetDir, dirname(file));
    await writeArtifact(folder, basename(file), sourcesArtifact(summary, services.invocation));
  }
  await writeOwnManifest(loaded);
  return summary;
}

/** What the database says of the project's relations; written to catalog.json. */
export async function readOwnCatalog(
  { targetDir }: LoadedProject,
  services: Services,
): Promise<Catalog> {
  const catalog = await readCatalog(services);
  if (targetDir === undefined) return catalog;
  await writeArtifact(targetDir, 'catalog.json', catalogArtifact(catalog, services.invocation));
  await copyAssets(services.root, targetDir);
  return catalog;
}
