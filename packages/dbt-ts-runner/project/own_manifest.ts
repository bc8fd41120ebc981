import {
  type ManifestContext,
  manifestArtifact,
  manifestMetadata,
  manifestSections,
} from '../artifacts/manifest.ts';
import type { Services } from '../context/services.ts';
import { writeManifest } from '../kept/kept_manifest.ts';
import type { LoadedProject } from './open.ts';
import type { JsonObject } from './yaml.ts';

/** manifest.json of a parsed project, as data. */
export function ownManifest(services: Services): JsonObject {
  return manifestArtifact(services.manifest, contextOf(services));
}

/** Writes manifest.json, where artifacts are written. */
export async function writeOwnManifest({ services, targetDir, state }: LoadedProject) {
  if (targetDir === undefined) return;
  const context = contextOf(services);
  await writeManifest(targetDir, state(), manifestMetadata(context), () =>
    manifestSections(services.manifest, context),
  );
}

function contextOf({ root, adapter, invocation, library }: Services): ManifestContext {
  const compiled = new Map<string, string>();
  return { projectName: root.name, adapterType: adapter.type, library, invocation, compiled };
}
