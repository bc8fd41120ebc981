import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { QueryError } from './errors.ts';

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * The given id of a kept build, checked.
 *
 * @throws QueryError BUILD_MISSING naming the builds that are kept.
 */
export async function keptBuild(home: string, id: string): Promise<string> {
  const kept: string[] = await readdir(join(home, 'builds')).catch(() => []);
  if (kept.includes(id)) return id;
  throw new QueryError('BUILD_MISSING', `There is no such build in ${home}.`, {
    hint: kept.length === 0 ? 'None is kept.' : `Kept are: ${kept.sort().join(', ')}.`,
  });
}

/**
 * Id of the published build.
 *
 * @throws QueryError BUILD_MISSING when nothing is published, BUILD_UNREADABLE when it cannot be told.
 */
export async function readCurrent(home: string): Promise<string> {
  try {
    const id = (await readFile(join(home, 'current'), 'utf8')).trim();
    if (/^[A-Za-z0-9._-]+$/.test(id)) return id;
  } catch (cause) {
    if (!isMissing(cause)) {
      throw new QueryError(
        'BUILD_UNREADABLE',
        `The home directory ${home} cannot be read: check its path and rights.`,
        { cause },
      );
    }
    throw new QueryError('BUILD_MISSING', `No build is published in ${home}.`, {
      hint: 'Run portolan ingest, then portolan build.',
      cause,
    });
  }
  throw new QueryError('BUILD_UNREADABLE', `The file ${join(home, 'current')} names no build.`, {
    hint: 'Run portolan build --force.',
  });
}
