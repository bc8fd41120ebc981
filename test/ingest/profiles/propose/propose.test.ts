import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ingest, proposeProfile } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseProfile } from '../../../../ingest/profiles/read.ts';
import { type TestHome, testHome } from '../../home.ts';

describe('a proposed profile', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  const propose = async (name: string, content: string | Uint8Array) => {
    const [proposal] = await proposeProfile(at.home, await at.deliver(name, content));
    if (!proposal) throw new Error('nothing was proposed');
    return proposal;
  };

  const EVENTS = [
    'TrialID,SubjectId,AdverseEventId,Term,OnsetDate,SeriousFlag,Initials',
    'X-1,001,7,Headache,04.03.2026,Y,AB',
    'X-1,002,8,Nausea,31.03.2026,N,CD',
    '',
  ].join('\n');

  test('finds the feed, the columns and the way dates are written', async () => {
    const { fits, yaml } = await propose('ae_listing.csv', EVENTS);
    expect(fits[0]?.feed).toBe('adverse_event');
    const [file] = parseProfile('draft.yaml', yaml).files;
    expect(file?.drop).toEqual(['Initials']);
    expect(file?.feeds[0]).toMatchObject({
      feed: 'adverse_event',
      columns: {
        study_id: 'TrialID',
        onset_date: { from: 'OnsetDate', date_formats: ['%d.%m.%Y'] },
      },
    });
  });

  test('loads the file that it was proposed for', async () => {
    const { yaml } = await propose('ae_listing.csv', EVENTS);
    mkdirSync(join(at.home, 'sources'), { recursive: true });
    writeFileSync(join(at.home, 'sources', 'draft.yaml'), yaml);
    const path = await at.deliver('ae_listing.csv', EVENTS);
    expect(await at.ingest(path)).toMatchObject([
      { outcome: 'loaded', feed: 'adverse_event', profile: 'ae-listing', rows_accepted: 2 },
    ]);
    expect(await at.rows('adverse_event', 'onset_date, serious_flag')).toEqual([
      { onset_date: '2026-03-04', serious_flag: 'true' },
      { onset_date: '2026-03-31', serious_flag: 'false' },
    ]);
  });

  test('says where two readings are possible, and what is required and was not found', async () => {
    const { yaml } = await propose('x.csv', 'SubjectId,VisitName,VisitDate\n1,Week 1,03/04/2026\n');
    expect(yaml).toMatch(
      /visit_date: .*# check: .*%d\/%m\/%Y reads as many values: say which is meant/,
    );
    expect(yaml).toContain('# constants: { study_id: ... }');
  });

  test('an encoding that is not UTF-8 is assumed aloud', async () => {
    const latin = Buffer.from('study_id;site_id;site_name\nX;1;Universit\u00e4t\n', 'latin1');
    const { yaml } = await propose('sites.csv', latin);
    expect(yaml).toContain('encoding: windows-1252 # check: the file is not UTF-8');
    expect(parseProfile('draft.yaml', yaml).files[0]?.feeds[0]?.feed).toBe('site');
  });

  test('holds no value of the file', async () => {
    const { yaml } = await propose('ae_listing.csv', EVENTS);
    expect(yaml).not.toMatch(/Headache|Nausea|X-1|\bAB\b/);
  });

  test('a file that is not there is refused', async () => {
    await expect(proposeProfile(at.home, join(at.home, 'no.csv'))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});

test('a trial tells what would happen and leaves the lake as it is', async () => {
  const at = testHome();
  try {
    const path = await at.deliver(
      'sites.csv',
      'protocol,site_num,site_row_id,pi_number,site_active_dt,country\nX-1,1,1,1,2026-02-30,DE\nX-1,2,2,2,2026-02-01,DE\n',
    );
    const { files } = await ingest({ home: at.home, paths: [path], isTrial: true });
    expect(files).toMatchObject([
      { outcome: 'partly_loaded', rows_read: 2, rows_accepted: 1, rows_rejected: 1 },
    ]);
    expect(readdirSync(join(at.home, 'lake')).filter((name) => !name.startsWith('.'))).toEqual([]);
    expect((await at.ingest(path))[0]?.outcome).toBe('partly_loaded');
  } finally {
    at.remove();
  }
});
