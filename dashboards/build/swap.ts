import { rename, rm } from 'node:fs/promises';

function hasCode(error: unknown, codes: readonly string[]): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    typeof error.code === 'string' &&
    codes.includes(error.code)
  );
}

/**
 * Puts a finished folder in the place of another one, whole. Where someone else was faster, theirs
 * stays: both were made from the same sources.
 */
export async function swapIn(finished: string, place: string): Promise<void> {
  const retired = `${finished}-retired`;
  try {
    await rename(place, retired);
  } catch (error) {
    if (!hasCode(error, ['ENOENT'])) throw error;
  }
  try {
    await rename(finished, place);
  } catch (error) {
    if (!hasCode(error, ['ENOTEMPTY', 'EEXIST'])) throw error;
    await rm(finished, { recursive: true, force: true });
  }
  await rm(retired, { recursive: true, force: true });
}
