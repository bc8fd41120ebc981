import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { filesFolder } from '../lake/paths.ts';
import { readPurges } from '../lake/purge.ts';
import { readLedger } from '../ledger/ledger.ts';
import { brokenLinks } from './chain.ts';
import { buildsOf, holdingsOf } from './holdings.ts';

/** What a check of all purges found: their number, the hash to keep elsewhere, and what is wrong, a sentence each. */
export interface PurgeProof {
  readonly purges: number;
  readonly loads: number;
  readonly head: string;
  readonly problems: readonly string[];
}

/**
 * Proves that the chain of purge records is whole, that nothing they name is left anywhere in the home, and that nothing
 * else is missing from the lake.
 */
export const verifyPurges = async (home: string): Promise<PurgeProof> => {
  const records = await readPurges(home);
  const problems = [...brokenLinks(records)];
  const ids = new Set(records.flatMap(({ loads }) => loads.map(({ load_id }) => load_id)));
  const originals = new Set(records.flatMap(({ loads }) => loads.map((load) => load.file_sha256)));
  const ledger = await readLedger(home);
  const purged = ledger.filter(({ record }) => ids.has(record.load_id));
  const named = new Set(records.flatMap(({ files }) => files.map(({ path }) => path)));
  const left = new Set((await holdingsOf(home, purged)).map(({ path }) => path));
  for (const path of named) if (existsSync(join(home, path))) left.add(path);
  for (const path of left) problems.push(`${path} is left of what was purged.`);
  for (const id of ids) {
    if (!ledger.some(({ record }) => record.load_id === id))
      problems.push(`The record of purged load ${id} is gone.`);
  }
  for (const { id, isPublished } of await buildsOf(home, ids)) {
    const what = isPublished ? 'The published build' : 'Build';
    problems.push(
      `${what} ${id} still holds purged rows; run portolan build, then portolan retention complete.`,
    );
  }
  for (const { record, folder } of ledger.filter((load) => !ids.has(load.record.load_id))) {
    const parts = (await readdir(folder)).filter((name) => /^part-\d+\.parquet$/.test(name));
    if (parts.length === 0)
      problems.push(`Load ${record.load_id} has no rows any more, and no purge names it.`);
    const isKept = existsSync(join(filesFolder(home), record.file_sha256));
    if (!isKept && !originals.has(record.file_sha256))
      problems.push(`The original of load ${record.load_id} is gone, and no purge names it.`);
  }
  return { purges: records.length, loads: ids.size, head: records.at(-1)?.hash ?? '', problems };
};
