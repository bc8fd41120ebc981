import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { zipSync } from 'fflate';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { FileOutcome } from '../../../ingest/summary.ts';
import { type TestHome, testHome } from '../home.ts';
import { counts } from './native.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/samples/edc-secutrial');

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

/** Rows that landed, by feed. */
const sums = (outcomes: readonly FileOutcome[]): Readonly<Record<string, number>> => {
  const found: Record<string, number> = {};
  for (const { feed, rows_accepted } of outcomes)
    if (feed !== undefined) found[feed] = (found[feed] ?? 0) + rows_accepted;
  return found;
};

const refused = (outcomes: readonly FileOutcome[]): readonly FileOutcome[] =>
  outcomes.filter(({ outcome, rows_rejected }) => outcome === 'refused' || rows_rejected > 0);

describe.skipIf(!existsSync(SAMPLES))('real exports of secuTrial', () => {
  const load = (name: string) => at.ingest(join(SAMPLES, name));

  const WHOLE = {
    planned_visit: 4,
    site: 3,
    subject: 11,
    edc_query: 0,
    subject_visit: 58,
    edc_page: 71,
  };

  test.each([
    ['encodings/s_export_CSV-xls_CTU05_short_ref_miss_fr_utf16.zip', 395],
    ['encodings/s_export_CSV-xls_CTU05_short_ref_miss_fr_iso8859-1.zip', 395],
    ['encodings/s_export_CSV-xls_CTU05_short_ref_miss_fr_iso8859-15.zip', 395],
    ['encodings/s_export_CSV-xls_CTU05_short_ref_miss_fr_macroman.zip', 395],
    ['variants/s_export_CSV-xls_CTU05_no_addid.zip', 395],
    ['variants/s_export_CSV-xls_CTU05_long_ref_miss_en_utf8.zip', 401],
    ['variants/s_export_CSV_CTU05_20191115-091627_CSV.zip', 395],
  ])(
    '%s lands whole, its centres spelt right',
    async (name, items) => {
      const outcomes = await load(name);
      expect(refused(outcomes)).toEqual([]);
      expect(sums(outcomes)).toEqual({ ...WHOLE, edc_item: items });
      expect(await at.rows('site', 'study_id, site_name')).toContainEqual({
        study_id: 'CTU05',
        site_name: 'Charité Berlin (RPACK)',
      });
    },
    60_000,
  );

  test('table names short or long, with attributes or without: the same pages and the same items', async () => {
    const short = 'variants/s_export_CSV-xls_CTU05_short_meta_ref_miss_en_utf8.zip';
    const keys = async (name: string): Promise<ReadonlySet<unknown>> => {
      const outcomes = await load(name);
      const ids = outcomes.flatMap(({ feed, load_id }) => (feed === 'edc_page' ? [load_id] : []));
      const rows = (await at.rows('edc_page', '_load_id, page_id, form_id, subject_id')) as Record<
        string,
        string
      >[];
      return new Set(
        rows
          .filter(({ _load_id }) => ids.includes(_load_id))
          .map(({ page_id, form_id, subject_id }) => `${page_id} ${form_id} ${subject_id}`),
      );
    };
    const first = await keys(short);
    expect(first.size).toBe(71);
    expect(await keys('variants/s_export_CSV-xls_CTU05_long_ref_miss_en_utf8.zip')).toEqual(first);
  }, 120_000);

  test('a rectangular export, whose header alone ends in a tab, gives the items of all visits', async () => {
    const outcomes = await load('variants/s_export_CSV-xls_BMD_rt_short_en_utf8.zip');
    expect(refused(outcomes)).toEqual([]);
    expect(sums(outcomes)).toEqual({ planned_visit: 1, edc_item: 1507 });
    const names = await at.rows('edc_item', '_extra');
    expect(names.filter((extra) => String(extra).includes('Wright'))).toEqual([]);
  }, 120_000);

  test('neither the treatment drawn nor who entered what reaches the lake', async () => {
    await load('variants/s_export_CSV-xls_CTU05_short_meta_ref_miss_en_utf8.zip');
    for (const feed of ['subject', 'edc_page', 'edc_item', 'subject_visit', 'planned_visit']) {
      const rows = await at.rows(feed, '* EXCLUDE (_load_id, _loaded_at, _file_sha256)');
      expect(JSON.stringify(rows), feed).not.toMatch(/Verum|Placebo|mnpptnid/);
    }
  }, 120_000);

  test('an empty project whose tables grow from version to version has no refusals', async () => {
    for (const version of [1, 2, 3]) {
      const outcomes = await load(`change_tracking/s_export_CSV-xls_CTU06_version${version}.zip`);
      expect(refused(outcomes)).toEqual([]);
      expect(sums(outcomes)).toMatchObject({ planned_visit: 4, edc_item: 0 });
    }
  }, 120_000);
});

const FORM =
  '"mnppid"\t"mnpdocid"\t"mnplastedit"\t"mnpvisid"\t"mnpcvpid"\t"mnpvispdt"\t"mnphide"\t"weight"\t""\n';

describe('exports of secuTrial', () => {
  test('without the page of options, other bytes than UTF-8 are refused and the remedy is named', async () => {
    const centres = Buffer.from(
      '"mnpctrid"\t"mnpctrname"\t"mnpcname"\t""\n"1"\t"Charité"\t""\t""\n',
      'latin1',
    );
    const page = '<html><head><meta content="text/html; charset=ISO-8859-15" /></head></html>';
    const name = 's_export_CSV-xls_ABC01_20260331-101010.zip';
    const bare = await at.ingest(await at.deliver(name, zipSync({ 'ctr.xls': centres })));
    expect(bare).toMatchObject([{ outcome: 'refused', code: 'WRONG_ENCODING' }]);
    const told = await at.ingest(
      await at.deliver(
        name,
        zipSync({ 'ExportOptions.html': Buffer.from(page), 'ctr.xls': centres }),
      ),
    );
    expect(told).toMatchObject([{ outcome: 'ignored' }, { feed: 'site', rows_accepted: 1 }]);
    expect(told[0]?.messages[0]).toContain('is a page for people');
    expect(await at.rows('site', 'site_name')).toEqual(['Charité']);
  });

  test('a hidden page is deleted with its items', async () => {
    const text = `${FORM}"7"\t"180"\t"2026-03-31 14:00:00"\t"9"\t"3"\t"2026-03-30"\t"1"\t"70.10"\t""\n`;
    const outcomes = await at.ingest(await at.deliver('vitals_ABC01_20260331-101010.xls', text));
    expect(counts(outcomes)).toEqual(['edc_item 1/1', 'edc_page 1/1', 'subject_visit 1/1']);
    expect(await at.rows('edc_item', 'study_id, form_id, value, _deleted')).toEqual([
      { study_id: 'ABC01', form_id: 'vitals', value: '70.10', _deleted: 'true' },
    ]);
  });

  test('a table by itself does not say its study, and asks for it', async () => {
    const [first] = await at.ingest(
      await at.deliver('vitals.xls', `${FORM}"7"\t"180"\t""\t"9"\t"3"\t""\t""\t"70"\t""\n`),
    );
    expect(first).toMatchObject({ outcome: 'refused', code: 'MISSING_COLUMN' });
    expect(first?.messages[0]).toMatch(/study_id/);
  });

  test('a page without its subject is refused, without what it says', async () => {
    const text = `${FORM}""\t"180"\t"2026-03-31 14:00:00"\t"9"\t""\t"secret"\t""\t"70"\t""\n`;
    const outcomes = await at.ingest(await at.deliver('vitals_ABC01_20260331-101010.xls', text));
    expect(refused(outcomes)).toHaveLength(3);
    expect(JSON.stringify(outcomes.flatMap(({ messages }) => messages))).not.toContain('secret');
  });
});
