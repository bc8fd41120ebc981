import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';

const requirements = join(import.meta.dirname, 'requirements.txt');
const names = { python: 'python3', bin: join('bin', 'python') };

/**
 * A Python with the pinned dbt, made once in the user's cache folder and kept there; or one
 * sentence that says why there is none.
 */
export function dbtPython(): { readonly path: string } | { readonly missing: string } {
  const version = spawnSync(names.python, ['--version'], { encoding: 'utf8' });
  if (version.status !== 0) return { missing: `there is no ${names.python}` };
  const key = createHash('sha256')
    .update(version.stdout)
    .update(readFileSync(requirements))
    .digest('hex')
    .slice(0, 12);
  const cache = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache');
  const folder = join(cache, 'dbt-ts-runner', `conformance-${key}`);
  const path = join(folder, names.bin);
  if (existsSync(path)) return { path };
  const failure = install(`${folder}.${process.pid}`, folder);
  return failure === undefined ? { path } : { missing: failure };
}

/** Another process may be first: its environment is as good. */
function install(building: string, folder: string): string | undefined {
  mkdirSync(building, { recursive: true });
  try {
    const steps = [
      [names.python, '-m', 'venv', building],
      [join(building, names.bin), '-m', 'pip', 'install', '--quiet', '--retries', '1'].concat([
        '--disable-pip-version-check',
        '--requirement',
        requirements,
      ]),
    ];
    for (const [command = '', ...args] of steps) {
      const { status, stderr } = spawnSync(command, args, { encoding: 'utf8' });
      if (status !== 0) return `${args.slice(0, 3).join(' ')} failed: ${lastLine(stderr)}`;
    }
    if (!existsSync(folder)) renameSync(building, folder);
    return undefined;
  } finally {
    rmSync(building, { recursive: true, force: true });
  }
}

function lastLine(text: string | null): string {
  return text?.trim().split('\n').at(-1) ?? 'no message';
}
