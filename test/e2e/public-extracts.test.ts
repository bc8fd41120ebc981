import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { files, portolan, sampleFolder } from './portolan.ts';

const samples = sampleFolder();
const home = mkdtempSync(join(tmpdir(), 'portolan-extracts-'));
const study = 'AA-AA-000-0000';

afterAll(() => rmSync(home, { recursive: true, force: true }));

async function figures(...metrics: string[]): Promise<Record<string, number | null>> {
  const { code, stdout, stderr } = await portolan(
    home,
    ...['query', ...metrics, '--by', 'study', '--where', `study=${study}`, '--format', 'json'],
  );
  expect(code, stderr).toBe(0);
  expect(stderr).toContain('Data as of');
  const rows: Record<string, number | null>[] = JSON.parse(stdout);
  expect(rows).toHaveLength(1);
  return rows[0] ?? {};
}

const expected = {
  study,
  sites: 176,
  subjects_screened: 2387,
  subjects_screen_failed: 1086,
  subjects_randomized: 1301,
  protocol_deviations: 4646,
  important_deviations: 517,
  adverse_events: 4857,
  serious_adverse_events: 141,
  queries: 42_259,
  data_pages: 247_462,
  late_data_pages: 10_481,
};
const [, ...metrics] = Object.keys(expected);

describe.skipIf(samples === undefined)('extracts of another producer', () => {
  const extracts = join(samples ?? '', 'ctms-edc-ops');
  const deliveries = samples
    ? [
        ...files(join(extracts, 'clindata-ctms'), /\.csv$/),
        ...files(join(extracts, 'clindata-rawplus'), /\.parquet$/),
        ...files(join(extracts, 'derived-csv'), /^rawplus_(enroll|ie|consent)\.csv$/),
        ...files(join(extracts, 'derived-csv'), /^edc_.*\.csv\.gz$/),
        join(samples, 'fx-ecb'),
      ]
    : [];

  beforeAll(async () => {
    const { code, stderr } = await portolan(home, 'ingest', ...deliveries);
    expect(code, stderr).toBe(0);
    const built = await portolan(home, 'build');
    expect(built.code, built.stderr).toBe(0);
  }, 300_000);

  test('give the known figures, each file recognised without being named', async () => {
    expect(await figures(...metrics)).toMatchObject(expected);
  });

  test('by study and country, the figures add up to the same totals', async () => {
    const { stdout } = await portolan(
      home,
      ...['query', 'subjects_screened', 'subjects_randomized', 'protocol_deviations'],
      ...['--by', 'study,country', '--format', 'json'],
    );
    const rows: Record<string, number>[] = JSON.parse(stdout);
    const total = (metric: string): number =>
      rows.reduce((sum, row) => sum + (row[metric] ?? 0), 0);
    expect(rows.length).toBeGreaterThan(1);
    expect(total('subjects_screened')).toBe(expected.subjects_screened);
    expect(total('subjects_randomized')).toBe(expected.subjects_randomized);
    expect(total('protocol_deviations')).toBe(expected.protocol_deviations);
  });

  test('what does not join across feeds is listed, by kind, and not dropped', async () => {
    const { stdout } = await portolan(
      home,
      ...['query', 'data_findings', '--by', 'kind', '--format', 'json'],
    );
    const rows: { kind: string; data_findings: number }[] = JSON.parse(stdout);
    const found = Object.fromEntries(rows.map((row) => [row.kind, row.data_findings]));
    expect(found).toMatchObject({
      site_not_in_ctms: 14,
      unknown_site: 174,
      unknown_subject: 96,
    });
  });

  test('the same files again change nothing and say so', async () => {
    const { code, stdout } = await portolan(home, 'ingest', '--json', ...deliveries);
    expect(code).toBe(0);
    const outcomes = new Set(
      JSON.parse(stdout).files.map((file: { outcome: string }) => file.outcome),
    );
    expect([...outcomes]).toEqual(['already_loaded']);
  }, 120_000);

  test('JSON and Parquet twins, as later snapshots, change no number', async () => {
    const twins = files(join(extracts, 'clindata-ctms'), /^(site|study)\.json$|^protdev\.parquet$/);
    expect(twins).toHaveLength(3);
    const loaded = await portolan(home, 'ingest', ...twins);
    expect(loaded.code, loaded.stderr).toBe(0);
    const built = await portolan(home, 'build');
    expect(built.code, built.stderr).toBe(0);
    expect(await figures(...metrics)).toMatchObject(expected);
  }, 300_000);

  test('an unknown metric names the nearest ones', async () => {
    const { code, stderr } = await portolan(home, 'query', 'subjects_screend');
    expect(code).toBe(1);
    expect(stderr).toContain('subjects_screened');
  });
});
