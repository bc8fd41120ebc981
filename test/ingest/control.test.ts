import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { siteCsv, type TestHome, testHome } from './home.ts';

const PROFILE = `profile: announced
description: files with a manifest
files:
  - name: sites
    match: { columns: [protocol, site_num, site_row_id, pi_number, site_active_dt, country], file: "sites*" }
    feed: site
    columns: { study_id: protocol, site_id: pi_number }
  - name: notes
    match: { file: "notes*", columns: [note] }
    ignore: repeats what sites hold
  - name: manifest
    match: { file: manifest.csv, columns: [file, records] }
    control: { file: file, rows: records }
  - name: manifest_json
    match: { file: manifest.json, columns: [files] }
    control: { list: files, file: name, rows: rows, sha256: sha256 }
`;

const row = (id: string): string => `X-1,${id},${id},${id},2026-01-01,DE`;
const sites = siteCsv(row('1'), row('2'));
const bytes = (text: string): Uint8Array => Buffer.from(text);

describe('what a delivery announces of itself', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
    mkdirSync(join(at.home, 'sources'), { recursive: true });
    writeFileSync(join(at.home, 'sources', 'announced.yaml'), PROFILE);
  });
  afterEach(() => at.remove());

  const zip = (files: Record<string, string>): Uint8Array =>
    zipSync(Object.fromEntries(Object.entries(files).map(([name, text]) => [name, bytes(text)])));

  const load = async (name: string, content: Uint8Array | string) =>
    at.ingest(await at.deliver(name, content));

  test('as many rows as a manifest says are loaded, and recorded with what was announced', async () => {
    const outcomes = await load(
      'a.zip',
      zip({ 'manifest.csv': 'file,records\nsites.csv,2\n', 'sites.csv': sites }),
    );
    expect(outcomes.map(({ file, outcome }) => [file, outcome])).toEqual([
      ['a.zip/manifest.csv', 'ignored'],
      ['a.zip/sites.csv', 'loaded'],
    ]);
    expect(at.loads('site')[0]).toMatchObject({ rows_read: 2, control_rows: 2 });
  });

  test('another number of rows refuses the file, whole', async () => {
    const outcomes = await load(
      'a.zip',
      zip({ 'sites.csv': sites, 'manifest.csv': 'file,records\nSITES.CSV,3\n' }),
    );
    expect(outcomes).toMatchObject([
      {
        file: 'a.zip/sites.csv',
        outcome: 'refused',
        code: 'CONTROL_TOTAL',
        messages: [
          'a.zip/sites.csv: manifest.csv announces 3 rows, the file holds 2; deliver both again.',
        ],
      },
      { outcome: 'ignored' },
    ]);
    expect(() => at.loads('site')).toThrow();
  });

  test('a header that comes again is no row that was announced', async () => {
    const again = siteCsv(row('1'), ...sites.split('\n', 1), row('2'));
    const outcomes = await load(
      'a.zip',
      zip({ 'manifest.csv': 'file,records\nsites.csv,2\n', 'sites.csv': again }),
    );
    expect(outcomes.at(-1)).toMatchObject({
      outcome: 'partly_loaded',
      rows_read: 3,
      rows_rejected: 1,
    });
    expect(await at.rows('site', 'rule', 'rejected')).toEqual(['repeated_header']);
  });

  test('a file that nothing is loaded from is held to its announcement all the same', async () => {
    const notes = 'note,n\na,1\nb,2\n';
    const announce = (rows: number): Uint8Array =>
      zip({ 'manifest.csv': `file,records\nnotes.csv,${rows}\n`, 'notes.csv': notes });
    expect((await load('good.zip', announce(2))).at(-1)).toMatchObject({ outcome: 'ignored' });
    expect((await load('bad.zip', announce(3))).at(-1)).toMatchObject({
      file: 'bad.zip/notes.csv',
      outcome: 'refused',
      code: 'CONTROL_TOTAL',
    });
  });

  test('a file that is announced and did not come is told', async () => {
    const manifest = 'file,records\nsites.csv,2\nvisits.csv,7\nnothing.csv,0\n,0\n';
    const outcomes = await load('a.zip', zip({ 'sites.csv': sites, 'manifest.csv': manifest }));
    expect(outcomes.at(-1)).toMatchObject({
      file: 'a.zip',
      outcome: 'refused',
      code: 'CONTROL_TOTAL',
      messages: [
        'a.zip/manifest.csv: announces visits.csv, which did not come with it; deliver the missing files.',
      ],
    });
    expect(at.loads('site')).toHaveLength(1);
  });

  test('of many files that did not come the first are named', async () => {
    const names = Array.from({ length: 30 }, (_, at) => `f${at}.csv`);
    const manifest = `file,records\n${names.map((name) => `${name},1\n`).join('')}`;
    const outcomes = await load('a.zip', zip({ 'sites.csv': sites, 'manifest.csv': manifest }));
    expect(outcomes.at(-1)?.messages[0]).toMatch(
      /f0\.csv, .*f9\.csv and 20 more, which did not come/,
    );
  });

  test('a manifest in JSON gives rows and hashes of the files of its folder', async () => {
    const sha256 = createHash('sha256').update(sites).digest('hex');
    const announce = (hash: string): string =>
      JSON.stringify({ study: 'X-1', files: [{ name: 'sites.csv', rows: 2, sha256: hash }] });
    await at.deliver('good/sites.csv', sites);
    const good = await at.deliver('good/manifest.json', announce(sha256));
    await at.deliver('bad/sites.csv', sites);
    const bad = await at.deliver('bad/manifest.json', announce(sha256.replace(/^./, 'x')));
    expect(await at.ingest(join(bad, '..'))).toMatchObject([
      { outcome: 'ignored' },
      { outcome: 'refused', code: 'CONTROL_TOTAL' },
    ]);
    expect(await at.ingest(join(good, '..'))).toMatchObject([
      { outcome: 'ignored' },
      { outcome: 'loaded' },
    ]);
  });

  test('a hash beside a file is checked, and neither it nor a marker is taken for data', async () => {
    const sha256 = createHash('sha256').update(sites).digest('hex');
    await at.deliver('drop/sites.csv', sites);
    await at.deliver('drop/sites.csv.sha256', `${sha256}  sites.csv\n`);
    const path = await at.deliver('drop/sites.csv.done', '');
    expect(await at.ingest(join(path, '..'))).toMatchObject([
      { file: 'sites.csv', outcome: 'loaded' },
      { file: 'sites.csv.done', outcome: 'ignored' },
      { file: 'sites.csv.sha256', outcome: 'ignored' },
    ]);
    await at.deliver('next/sites.csv', siteCsv(row('1'), row('2'), row('3')));
    const next = await at.deliver('next/sites.csv.sha256', `${sha256}  sites.csv\n`);
    expect(await at.ingest(join(next, '..'))).toMatchObject([
      { outcome: 'refused', code: 'CONTROL_TOTAL' },
      { outcome: 'ignored' },
    ]);
  });
});
