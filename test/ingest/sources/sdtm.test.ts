import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ingest } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { query, type TestHome, testHome } from '../home.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/samples');
const XPT = join(SAMPLES, 'sdtm-xpt');
const JSON_FILES = join(SAMPLES, 'dataset-json');

const filesOf = (folder: string, pattern: RegExp): string[] =>
  readdirSync(folder)
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));

describe('SDTM datasets', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  const rows = (feed: string, columns: string) =>
    query(
      `SELECT ${columns} FROM read_parquet('${at.home}/lake/${feed}/load=*/part-*.parquet', hive_partitioning = false)`,
    );
  const count = async (feed: string, where = 'true'): Promise<number> => {
    const [row] = await rows(feed, `count(*) FILTER (WHERE ${where})::INTEGER AS n`);
    return Number(row?.n);
  };

  test.skipIf(!existsSync(XPT))(
    'the pilot submission in XPORT: every row lands or is named',
    async () => {
      const paths = [
        ...filesOf(join(XPT, 'cdiscpilot01'), /\.xpt$/),
        join(XPT, 'cdiscpilot01-adam'),
      ];
      const { files } = await ingest({ home: at.home, paths });
      expect(files.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
      expect(await count('demographics')).toBe(306);
      expect(await count('subject')).toBe(306);
      expect(await count('adverse_event')).toBe(1_191);
      expect(await count('adverse_event', "serious_flag = 'true'")).toBe(3);
      expect(await count('adverse_event', "related_flag = 'true'")).toBe(704);
      expect(await count('adverse_event', 'length(onset_date) < 10')).toBe(26);
      expect(await count('disposition')).toBe(306);
      expect(await count('disposition', "completed_flag = 'true'")).toBe(110);
      expect(await count('exposure')).toBe(591);
      const visits = files.find(({ file }) => file.startsWith('sv.xpt#SV'));
      expect(visits).toMatchObject({ rows_read: 3_559, rows_rejected: 1 });
      expect(await count('subject_visit')).toBe(3_558);
    },
    60_000,
  );

  test.skipIf(!existsSync(XPT))(
    'no treatment and no birth date reaches the lake',
    async () => {
      const paths = ['dm', 'ex'].map((name) => join(XPT, 'cdiscpilot01', `${name}.xpt`));
      await ingest({ home: at.home, paths: [...paths, join(JSON_FILES, 'sdtm/dm.json')] });
      for (const feed of ['demographics', 'subject', 'exposure'])
        expect(
          await count(
            feed,
            "_extra::VARCHAR SIMILAR TO '.*(ARM|BRTH|EXTRT|EXDOS|Placebo|Xanomeline).*'",
          ),
        ).toBe(0);
    },
    60_000,
  );

  test.skipIf(!existsSync(JSON_FILES))(
    'published Dataset-JSON',
    async () => {
      const names = ['ae', 'cm', 'dm', 'ds', 'ex', 'lb', 'sv', 'vs', 'suppdm', 'te'];
      const paths = names.map((name) => join(JSON_FILES, 'sdtm', `${name}.json`));
      const { files } = await ingest({ home: at.home, paths });
      expect(files.filter(({ outcome }) => outcome === 'refused')).toEqual([]);
      expect(await count('adverse_event')).toBe(74);
      expect(await count('lab_result')).toBe(3_488);
      expect(await count('lab_result', "abnormal = 'HIGH'")).toBe(61);
      expect(await count('subject_visit')).toBe(164);
      expect(await count('disposition')).toBe(35);
      expect(await count('disposition', "scope = 'study'")).toBe(18);
      const left = files.filter(({ outcome }) => outcome === 'ignored').map(({ file }) => file);
      expect(left).toEqual(expect.arrayContaining([expect.stringContaining('cm.json#CM')]));
    },
    60_000,
  );

  test('deviations, and words that nobody mapped', async () => {
    const column = (name: string) => ({ itemOID: name, name, label: name, dataType: 'string' });
    const write = (name: string, columns: string[], data: string[][]): Promise<string> => {
      const content = {
        datasetJSONVersion: '1.1.0',
        itemGroupOID: name,
        name,
        label: name,
        records: data.length,
        columns: columns.map(column),
        rows: data,
      };
      return at.deliver(`${name}.json`, JSON.stringify(content));
    };
    const { files } = await ingest({
      home: at.home,
      paths: [
        await write(
          'DV',
          ['STUDYID', 'USUBJID', 'DVSEQ', 'DVTERM', 'DVCAT', 'DVSTDTC'],
          [['S1', 'S1-1', '1', 'Visit out of window', 'VISIT', '2026-03']],
        ),
        await write(
          'AE',
          ['STUDYID', 'USUBJID', 'AESEQ', 'AETERM', 'AEREL'],
          [
            ['S1', 'S1-1', '1', 'Rash', 'PERHAPS'],
            ['S1', 'S1-1', '2', 'Rash', 'POSSIBLE'],
          ],
        ),
      ],
    });
    expect(await rows('protocol_deviation', 'deviation_id, deviation_date, category')).toEqual([
      { deviation_id: 'S1-1-1', deviation_date: '2026-03', category: 'VISIT' },
    ]);
    const events = files.find(({ file }) => file.endsWith('#AE'));
    expect(events).toMatchObject({ rows_accepted: 1, rows_rejected: 1 });
  });
});
