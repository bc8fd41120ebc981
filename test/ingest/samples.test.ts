import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ingest } from '@portolan/ingest';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { query, type TestHome, testHome } from './home.ts';

const SHARED = resolve(import.meta.dirname, '../../../shared/samples');
const S = join(SHARED, 'ctms-edc-ops');
const isHere = existsSync(S);
if (!isHere) console.warn(`SKIPPED: real extracts are not at ${S}`);

const among = (folder: string, pattern: RegExp): string[] =>
  readdirSync(join(S, folder))
    .filter((name) => pattern.test(name))
    .map((name) => join(S, folder, name));

describe.skipIf(!isHere)('real extracts', () => {
  let at: TestHome;
  beforeAll(() => {
    at = testHome();
  });
  afterAll(() => at.remove());

  const count = async (feed: string, where = 'true'): Promise<number> => {
    const [row] = await query(
      `SELECT count(*)::INTEGER AS n FROM read_parquet('${at.home}/lake/${feed}/load=*/part-*.parquet', hive_partitioning = false) WHERE ${where}`,
    );
    return Number(row?.n);
  };

  const paths = () => [
    ...among('clindata-ctms', /\.csv$/),
    ...among('clindata-rawplus', /\.parquet$/),
    ...['enroll', 'ie', 'consent'].map((name) => join(S, 'derived-csv', `rawplus_${name}.csv`)),
    ...among('derived-csv', /^edc_.*\.csv\.gz$/),
    join(SHARED, 'fx-ecb'),
  ];

  test('every file is recognised and every row lands', async () => {
    const summary = await ingest({ home: at.home, paths: paths() });
    expect(summary.files.filter((file) => file.outcome !== 'loaded')).toEqual([]);
    expect(summary.rows_rejected).toBe(0);
    expect(await count('site')).toBe(176);
    expect(await count('subject')).toBe(2_387);
    expect(await count('subject', "enrolled_flag = 'false'")).toBe(1_086);
    expect(await count('randomization')).toBe(1_301);
    expect(await count('protocol_deviation')).toBe(4_646);
    expect(await count('protocol_deviation', "important_flag = 'true'")).toBe(517);
    expect(await count('adverse_event')).toBe(4_857);
    expect(await count('adverse_event', "serious_flag = 'true'")).toBe(141);
    expect(await count('edc_query')).toBe(42_259);
    expect(await count('edc_page')).toBe(247_462);
    const lag = 'CAST(entered_date AS DATE) - CAST(visit_date AS DATE) > 10';
    expect(await count('edc_page', lag)).toBe(10_481);
    expect(await count('edc_item')).toBe(600_000);
  }, 120_000);

  test('no birth date, initials or treatment group reaches the lake', async () => {
    for (const feed of ['demographics', 'randomization', 'adverse_event', 'subject_visit']) {
      expect(await count(feed, "regexp_matches(_extra, 'brthdat|subjinit|trtgrpc|invnam')")).toBe(
        0,
      );
    }
    expect(await count('randomization', "_extra LIKE '%rand_dt%'")).toBe(1_301);
  });

  test('the same files again change nothing and say so', async () => {
    const summary = await ingest({ home: at.home, paths: paths() });
    expect(new Set(summary.files.map((file) => file.outcome))).toEqual(new Set(['already_loaded']));
    expect(summary.rows_read).toBe(0);
  }, 60_000);

  test('the JSON and Parquet twins are the same canonical text', async () => {
    const twins = join(S, 'clindata-ctms');
    const { files } = await ingest({ home: at.home, paths: [twins] });
    expect(files.filter((file) => file.outcome === 'refused')).toEqual([]);
    for (const feed of ['study', 'site', 'protocol_deviation']) {
      const rows = await query(
        `SELECT _load_id, count(*)::INTEGER AS rows, md5(string_agg(content, '' ORDER BY content)) AS hash FROM (SELECT _load_id, to_json(struct)::VARCHAR AS content FROM (SELECT _load_id, COLUMNS(* EXCLUDE (_load_id, _loaded_at, _file_sha256, _row)), 0 AS struct FROM read_parquet('${at.home}/lake/${feed}/load=*/part-*.parquet', hive_partitioning = false)) AS struct) GROUP BY 1`,
      );
      expect(rows).toHaveLength(2);
      expect(new Set(rows.map((row) => row.rows)).size).toBe(1);
    }
  }, 60_000);
});
