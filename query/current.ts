import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { QueryError } from './errors.ts';

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}

/**
 * The given name of a build, checked.
 *
 * @throws QueryError BUILD_MISSING when it cannot be the name of one.
 */
export function buildId(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(name)) return name;
  throw new QueryError('BUILD_MISSING', 'That is not the id of a build.', {
    hint: 'The ids are the names of the folders under builds.',
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
