import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { deliveredAt } from '../../../ingest/formats/delivered.ts';

describe('the files of a folder', () => {
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'portolan-delivered-'));
  });
  afterEach(() => rm(root, { recursive: true }));

  const taken = async (names: readonly string[]): Promise<readonly string[]> => {
    for (const name of names) {
      await mkdir(dirname(join(root, name)), { recursive: true });
      await writeFile(join(root, name), name);
    }
    return (await deliveredAt(root)).files.map(({ path }) => relative(root, path));
  };

  test.each([
    [['log.xml', 'log_1.xml', 'log-2.xml', 'log_10.xml']],
    [['sites.csv', 'sites_2.csv', 'sites_10.csv']],
    [['sites.csv.gz', 'sites-2.csv.gz']],
    [['log', 'log.1', 'log.2', 'log.10']],
    [['part-01.csv', 'part-1.csv', 'part-001x.csv', 'part-2.csv']],
    [['2026.1.2/sites.csv', '2026.1.10/sites.csv']],
    [['Patient.000.ndjson', 'ResearchSubject.000.ndjson', 'deleted.000.ndjson']],
    [['Patient.ndjson', 'ResearchSubject.ndjson', 'deleted/Patient.ndjson']],
  ])('are taken in the order %j', async (names) => {
    expect(await taken(names.toReversed())).toEqual(names);
  });
});
