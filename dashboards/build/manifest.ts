import type { Plugin } from 'vite';
import { hashSources } from './sources.ts';
import { styleHashes } from './style-hashes.ts';

/** Content of `dist/csp.json`: what the server must know about one build of the pages. */
export interface Manifest {
  readonly sources: string;
  readonly styleHashes: string[];
}

export const manifestName = 'csp.json';

export function isManifest(value: unknown): value is Manifest {
  return (
    typeof value === 'object' &&
    value !== null &&
    'sources' in value &&
    typeof value.sources === 'string' &&
    'styleHashes' in value &&
    Array.isArray(value.styleHashes)
  );
}

/** Vite plugin that writes the manifest beside the bundle. */
export function cspManifest(root: string): Plugin {
  return {
    name: 'portolan-csp-manifest',
    apply: 'build',
    async generateBundle() {
      const manifest: Manifest = { sources: await hashSources(root), styleHashes: styleHashes() };
      this.emitFile({
        type: 'asset',
        fileName: manifestName,
        source: `${JSON.stringify(manifest, null, 2)}\n`,
      });
    },
  };
}
