import { chmod, mkdir, mkdtemp, readFile } from 'node:fs/promises';
import path from 'node:path';
import { build } from 'vite';
import { isManifest, type Manifest, manifestName } from './manifest.ts';
import { hashSources } from './sources.ts';
import { swapIn } from './swap.ts';

/** Where the built pages are, and what the server's Content-Security-Policy must allow for them. */
export interface Dashboards {
  /** Absolute path of the folder to serve: `index.html`, `assets/` with hashed names, `csp.json`. */
  readonly dist: string;
  /** `style-src` source expressions, quotes included, of the charts' inline styles. */
  readonly styleHashes: string[];
}

const root = path.resolve(import.meta.dirname, '..');
const dist = path.join(root, 'dist');

async function readManifest(): Promise<Manifest | undefined> {
  try {
    const manifest: unknown = JSON.parse(await readFile(path.join(dist, manifestName), 'utf8'));
    return isManifest(manifest) ? manifest : undefined;
  } catch {
    return undefined;
  }
}

async function bundle(): Promise<void> {
  const beside = path.join(root, 'node_modules');
  await mkdir(beside, { recursive: true });
  const finished = await mkdtemp(path.join(beside, '.dist-'));
  await chmod(finished, 0o755);
  await build({
    root,
    configFile: path.join(root, 'vite.config.ts'),
    logLevel: 'error',
    build: { outDir: finished },
  });
  await swapIn(finished, dist);
}

/**
 * Builds the browser pages when their sources differ from those of the last build, and tells where
 * they are. Two processes may call it at once: each bundles beside `dist` and swaps it in whole.
 *
 * @param options.force builds even when nothing changed.
 * @throws the bundler's error when a source does not compile.
 */
export async function buildDashboards(options: { force?: boolean } = {}): Promise<Dashboards> {
  const known = await readManifest();
  if (options.force !== true && known?.sources === (await hashSources(root))) {
    return { dist, styleHashes: known.styleHashes };
  }
  await bundle();
  const built = await readManifest();
  return { dist, styleHashes: built?.styleHashes ?? [] };
}
