import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseProfile } from '../../ingest/profiles/read.ts';
import { type TestHome, testHome } from './home.ts';

const PROFILE = `
profile: acme
description: a system that deletes by id
constants: { study_id: X-1 }
files:
  - name: sites
    match: { file: "sites*" }
    feed: site
    mode: delta
    columns: { site_id: id, site_name: name }
  - name: gone
    match: { file: "gone*" }
    feeds:
      - { feed: site, where: { from: object, values: [site] }, delete: { by: [site_id] }, columns: { site_id: id } }
      - { feed: subject, where: { from: object, values: [subject] }, delete: { by: [subject_id] }, columns: { subject_id: id } }
`;

let at: TestHome;
beforeEach(async () => {
  at = testHome();
  await mkdir(join(at.home, 'sources'), { recursive: true });
  await writeFile(join(at.home, 'sources/acme.yaml'), PROFILE);
});
afterEach(() => at.remove());

describe('a file of deletes', () => {
  test('lands the ids alone, whatever constants and columns of other names there are', async () => {
    await at.load('sites.csv', 'id,name\n1,Berlin\n');
    const path = await at.deliver(
      'gone.csv',
      'object,id,site_name,at\nsubject,7,,2026-03-02\nsite,1,Berlin,2026-03-01\nsite,1,Berlin,2026-03-03\n',
    );
    expect(await at.ingest(path)).toMatchObject([
      { outcome: 'loaded', feed: 'site', rows_accepted: 2 },
      { outcome: 'loaded', feed: 'subject', rows_accepted: 1 },
    ]);
    expect(await at.rows('site', 'study_id, site_id, site_name, _deleted, _mode, _scope')).toEqual([
      {
        study_id: 'X-1',
        site_id: '1',
        site_name: 'Berlin',
        _deleted: null,
        _mode: 'delta',
        _scope: null,
      },
      ...Array(2).fill({
        study_id: null,
        site_id: '1',
        site_name: null,
        _deleted: 'true',
        _mode: 'delta',
        _scope: null,
      }),
    ]);
    expect(at.loads('subject')[0]).toMatchObject({ mode: 'delta', columns: ['subject_id'] });
  });

  test('a row without an id is refused', async () => {
    const path = await at.deliver('gone.csv', 'object,id\nsite,\nsite,2\n');
    const [outcome] = await at.ingest(path);
    expect(outcome).toMatchObject({ outcome: 'partly_loaded', rows_rejected: 1 });
    expect(outcome?.messages[0]).toContain('column site_id');
  });

  test.each([
    ['{ by: [site] }', /site, which is no column of site/],
    ['{ by: [] }', /fewer than 1 items/],
    ['{ by: [site_id], from: gone }', /more than 1 properties/],
    ['{ by: [site_id] }, mode: snapshot', /deletes by site_id, which only changes can/],
  ])('%s is no delete signal', (signal, message) => {
    const text = `profile: p\ndescription: d\nfiles:\n  - { name: a, match: { file: x }, feed: site, delete: ${signal} }\n`;
    expect(() => parseProfile('p.yaml', text)).toThrow(message);
  });
});
