import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ingest } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { profilesOf } from '../../../ingest/profiles/read.ts';
import { type TestHome, testHome } from '../home.ts';

const PROFILE = `profile: forms
description: one table a form, its study in the file's name
files:
  - name: form
    match: { columns: [env, active, subject, page] }
    drop: [WEIGHT_RAW]
    feeds:
      - feed: edc_page
        where: &own [{ from: env, values: [PROD] }, { from: active, not: ["0"] }]
        scope: [study_id, form_id]
        columns: { study_id: &study { file: "^([A-Z]+-\\\\d+)_" }, form_id: &form { file: "_(\\\\w+)\\\\.csv" }, page_id: page, subject_id: subject }
      - feed: edc_item
        where: *own
        scope: [study_id, form_id]
        unpivot: { columns: "(?!env|active|subject|page)[A-Z][A-Z_0-9]*", name: item, value: said }
        columns:
          study_id: *study
          form_id: *form
          item_id: { join: [page, item], separator: / }
          subject_id: subject
          field_id: item
          value: said
`;

const HEADER = 'env,active,subject,page,WEIGHT,WEIGHT_RAW,BIRTHDT,TRTGRP,NOTE\n';
const ROWS = [
  'PROD,1,S1,P1,70.10,70.1 kg,1973-06-26,Verum,seen',
  'PROD,1,S2,P2,80,80 kg,1980-01-01,Placebo,',
  'PROD,0,S3,P3,90,90 kg,,,inactivated',
  'TEST,1,S4,P4,10,10 kg,,,tried',
];

let at: TestHome;
const add = (name: string, text: string): void => {
  mkdirSync(join(at.home, 'sources'), { recursive: true });
  writeFileSync(join(at.home, 'sources', name), text);
};
beforeEach(() => {
  at = testHome();
  add('forms.yaml', PROFILE);
});
afterEach(() => at.remove());

describe('a form table', () => {
  test('gives pages by its rows and items by its cells, but for those that must not be written', async () => {
    const outcomes = await at.ingest(
      await at.deliver('ACME-1_VITALS.csv', `${HEADER}${ROWS.join('\n')}\n`),
    );
    expect(outcomes).toMatchObject([
      { feed: 'edc_page', rows_read: 2, rows_accepted: 2 },
      { feed: 'edc_item', rows_read: 3, rows_accepted: 3 },
      { outcome: 'ignored', messages: [expect.stringContaining(': 2 of 4 rows are of no feed')] },
    ]);
    expect(await at.rows('edc_item', 'item_id || value AS said')).toEqual([
      'P1/WEIGHT70.10',
      'P1/NOTEseen',
      'P2/WEIGHT80',
    ]);
    expect(await at.rows('edc_page', 'DISTINCT study_id || form_id AS said')).toEqual([
      'ACME-1VITALS',
    ]);
    const landed = [
      ...(await at.rows('edc_page', '_extra')),
      ...(await at.rows('edc_item', '_extra')),
    ];
    expect(landed.filter((extra) => /1973|Verum|70/.test(String(extra)))).toEqual([]);
  });

  test('loads tell what they took from the name, and --set replaces it', async () => {
    const path = await at.deliver('ACME-1_VITALS.csv', `${HEADER}${ROWS[0]}\n`);
    const [page] = await at.ingest(path);
    expect(page?.messages[0]).toMatch(
      /edc_page takes study_id ACME-1 for every row, not from the file but from its name, as profile forms reads it/,
    );
    expect(at.loads('edc_page')[0]?.constants).toContainEqual({
      column: 'study_id',
      value: 'ACME-1',
      given_by: 'file',
    });
    const other = await at.deliver('ACME-2_VITALS.csv', `${HEADER}${ROWS[1]}\n`);
    const { files } = await ingest({ home: at.home, paths: [other], set: { study_id: 'B-7' } });
    expect(files[0]?.messages[0]).toContain(
      "in place of what profile forms reads in the file's name",
    );
    expect(await at.rows('edc_page', 'study_id')).toEqual(['ACME-1', 'B-7']);
  });

  test('a name that does not say the study is refused', async () => {
    expect(await at.load('vitals.csv', `${HEADER}${ROWS[0]}\n`)).toMatchObject({
      outcome: 'refused',
      code: 'MISSING_COLUMN',
    });
  });
});

test('a pattern that is none is a fault of the profile', () => {
  add(
    'wrong.yaml',
    PROFILE.replace('profile: forms', 'profile: wrong').replace('[A-Z_0-9]*', '[A-Z'),
  );
  expect(() => profilesOf(at.home)).toThrow(
    /form has .*\[A-Z\]\[A-Z, which is no regular expression/,
  );
});
