import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ingest } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { siteCsv, type TestHome, testHome } from './home.ts';

const CONSENTS = 'subjid,consdt,conscat,consyn\n01,16035.0,MAIN,Y\n';

describe('a constant that says what the rows belong to', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  const loadSet = async (content: string, set: Record<string, string>) => {
    const path = await at.deliver('c.csv', content);
    const [file] = (await ingest({ home: at.home, paths: [path], set })).files;
    return file;
  };

  test('is told with its profile and how to give another, and recorded', async () => {
    const { messages, load_id } = await at.load('c.csv', CONSENTS);
    expect(messages).toEqual([
      `c.csv: consent takes study_id AA-AA-000-0000 for every row, not from the file but from the constant of profile clindata-rawplus; if these rows belong elsewhere, portolan loads retract ${load_id} --why ... and deliver the file again with --set study_id=....`,
    ]);
    expect(at.loads('consent')[0]?.constants).toEqual([
      { column: 'study_id', value: 'AA-AA-000-0000', given_by: 'profile' },
    ]);
  });

  test('is told where the caller gave it', async () => {
    const file = await loadSet(CONSENTS, { study_id: 'X-9' });
    expect(file?.messages).toEqual([
      `c.csv: consent takes study_id X-9 for every row, not from the file but from --set study_id=X-9, in place of AA-AA-000-0000, the constant of profile clindata-rawplus; if these rows belong elsewhere, portolan loads retract ${file?.load_id} --why ... and deliver the file again with --set study_id=....`,
    ]);
    expect(at.loads('consent')[0]?.constants).toEqual([
      { column: 'study_id', value: 'X-9', given_by: 'set' },
    ]);
  });

  test('is told once for each column, beside refused rows', async () => {
    const outcome = await at.load(
      'eurofxref.csv',
      'Date, USD, JPY, GBP, \n13 April 2026, 1.1684, one, 0.87050, \n',
    );
    expect(outcome.messages).toHaveLength(3);
    expect(outcome.messages[1]).toContain('fx_rate takes rate_type daily for every row');
    expect(outcome.messages[2]).toContain('fx_rate takes base_currency EUR for every row');
  });

  test('that a mapping fixes is told without --set', async () => {
    await mkdir(join(at.home, 'sources'), { recursive: true });
    await writeFile(
      join(at.home, 'sources', 'acme.yaml'),
      `profile: acme
description: test system
files:
  - name: sites
    match: { columns: [site_no, tier] }
    feed: site
    columns: { study_id: { constant: X-1 }, site_id: site_no, risk_tier: { constant: standard } }
`,
    );
    expect((await at.load('s.csv', 'site_no,tier\n1,2\n')).messages).toEqual([
      's.csv: site takes study_id X-1 for every row, not from the file but from the mapping of profile acme; if these rows belong elsewhere, correct that mapping.',
    ]);
    expect(at.loads('site')[0]?.constants).toEqual([
      { column: 'study_id', value: 'X-1', given_by: 'profile' },
      { column: 'risk_tier', value: 'standard', given_by: 'profile' },
    ]);
  });

  test('is not told where the file has the column', async () => {
    const outcome = await at.load(
      'c.csv',
      'study_id,subjid,consdt,conscat,consyn\nX-2,01,16035.0,MAIN,Y\n',
    );
    expect(outcome.messages).toEqual([]);
    expect(at.loads('consent')[0]?.constants).toEqual([]);
    expect(await at.rows('consent', 'study_id')).toEqual(['X-2']);
    await at.load('sites.csv', siteCsv('X-1,10,r10,P10,2026-01-05,DE'));
    expect(at.loads('site')[0]?.constants).toEqual([]);
  });

  test('is not replaced in silence by loading the same file with another', async () => {
    const first = await at.load('c.csv', CONSENTS);
    const again = await loadSet(CONSENTS, { study_id: 'X-9' });
    expect(again).toMatchObject({ outcome: 'already_loaded' });
    expect(again?.messages[1]).toBe(
      `c.csv: --set study_id=X-9 was not applied, consent holds this file with study_id AA-AA-000-0000; to replace it, portolan loads retract ${first.load_id} --why ... and deliver the file again with --set study_id=X-9.`,
    );
    expect((await loadSet(CONSENTS, { study_id: 'AA-AA-000-0000' }))?.messages).toHaveLength(1);
  });
});
