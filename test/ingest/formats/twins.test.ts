import { readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { query, type TestHome, testHome } from '../home.ts';

const ROWS = [
  {
    protocol: 'X-1',
    site_num: '07',
    site_row_id: 'r1',
    pi_number: '1301',
    country: 'DE',
    site_active_dt: '2026-01-05',
    is_satellite: false,
    beds: 12,
  },
  {
    protocol: 'X-1',
    site_num: '08',
    site_row_id: 'r2',
    pi_number: '1E05',
    country: 'Côte "d", Ivoire',
    site_active_dt: '2026-02',
    is_satellite: true,
    beds: 1.5,
  },
];
const NAMES = Object.keys(ROWS[0] ?? {});

const delimited = (mark: string): string => {
  const cell = (value: unknown) =>
    typeof value === 'string' ? `"${value.replaceAll('"', '""')}"` : String(value).toUpperCase();
  return [NAMES.join(mark), ...ROWS.map((row) => Object.values(row).map(cell).join(mark)), ''].join(
    '\r\n',
  );
};

const COLUMNS =
  'study_id, site_id, site_number, source_record_id, country, activation_date, _extra, _row';
const good = ROWS.map((row) => ({ ...row, site_active_dt: '2026-01-05' }));

describe('one table in every shape', () => {
  let at: TestHome;
  beforeEach(() => {
    at = testHome();
  });
  afterEach(() => at.remove());

  const parquet = async (): Promise<Buffer> => {
    const source = await at.deliver('source.json', JSON.stringify(good));
    const target = join(at.home, '..', 'p.parquet');
    await query(
      `COPY (SELECT * REPLACE (CAST(pi_number AS VARCHAR) AS pi_number, CAST(site_active_dt AS DATE) AS site_active_dt, CAST(beds AS DOUBLE) AS beds) FROM read_json('${source}')) TO '${target}' (FORMAT parquet)`,
    );
    return readFileSync(target);
  };

  const csv = delimited(',').replace('2026-02"', '2026-01-05"');
  const shapes: [string, () => Promise<string | Buffer>][] = [
    ['s.csv', async () => csv],
    ['s.tsv', async () => delimited('\t').replace('2026-02"', '2026-01-05"')],
    ['s.xls', async () => delimited('\t').replace('2026-02"', '2026-01-05"')],
    ['s.csv.gz', async () => gzipSync(csv)],
    ['utf16.csv', async () => Buffer.from(`\ufeff${csv}`, 'utf16le')],
    ['utf16be.csv', async () => Buffer.from(`\ufeff${csv}`, 'utf16le').swap16()],
    ['s.json', async () => JSON.stringify(good, null, 2)],
    ['s.ndjson', async () => good.map((row) => JSON.stringify(row)).join('\n')],
    ['s.ndjson.gz', async () => gzipSync(good.map((row) => JSON.stringify(row)).join('\n'))],
    ['s.parquet', parquet],
  ];

  test.each(shapes)('%s', async (name, content) => {
    expect(await at.load(name, await content())).toMatchObject({ outcome: 'loaded', rows_read: 2 });
    expect(await at.rows('site', COLUMNS)).toEqual([
      {
        study_id: 'X-1',
        site_id: '1301',
        site_number: '07',
        source_record_id: 'r1',
        country: 'DE',
        activation_date: '2026-01-05',
        _extra: '{"beds":"12","is_satellite":"false"}',
        _row: '1',
      },
      {
        study_id: 'X-1',
        site_id: '1E05',
        site_number: '08',
        source_record_id: 'r2',
        country: 'Côte "d", Ivoire',
        activation_date: '2026-01-05',
        _extra: '{"beds":"1.5","is_satellite":"true"}',
        _row: '2',
      },
    ]);
  });

  test('one JSON object is one row, numbers without quotes are the same text', async () => {
    const { pi_number, ...rest } = { ...good[0] };
    expect(pi_number).toBe('1301');
    const outcome = await at.load(
      'one.json',
      JSON.stringify({ ...rest, pi_number: 1301 }, null, 1),
    );
    expect(outcome).toMatchObject({ outcome: 'loaded', rows_read: 1 });
    expect(await at.rows('site', 'site_id')).toEqual(['1301']);
  });

  const NUMERALS = [
    ['12345678901234.5678', '12345678901234.5678'],
    ['1234567890123456789.12', '1234567890123456789.12'],
    ['-0.1234567890', '-0.123456789'],
    ['0.30', '0.3'],
    ['99999999999999999999', '99999999999999999999'],
    ['1e3', '1000'],
    ['-1.5E+2', '-150'],
    ['25e-4', '0.0025'],
    ['-0', '0'],
    ['7', '7'],
    ['7.0', '7'],
  ] as const;
  const fields = (id: number, numeral: string): (readonly [string, string])[] => [
    ['ledger', '"L1"'],
    ['document_number', '"D1"'],
    ['line_number', `"${id}"`],
    ['posting_date', '"2026-03-31"'],
    ['account', '"6000"'],
    ['currency', '"EUR"'],
    ['amount', numeral],
    ['note', '"1.50"'],
    ['weight', numeral],
  ];
  const object = (id: number, numeral: string, space: string) =>
    `{${fields(id, numeral)
      .map(([name, value]) => `"${name}":${space}${value}`)
      .join(`,${space}`)}}`;
  const entries = (space: string) => NUMERALS.map(([numeral], id) => object(id, numeral, space));
  const ledgers: [string, () => string][] = [
    [
      'gl.csv',
      () =>
        [
          fields(0, '').map(([name]) => name),
          ...NUMERALS.map(([numeral], id) => fields(id, numeral).map(([, value]) => value)),
        ]
          .map((row) => row.join(','))
          .join('\n'),
    ],
    ['gl.ndjson', () => entries('').join('\n')],
    ['gl.json', () => `[\n${entries('\n  ').join(',\n')}\n]`],
  ];

  test.each(ledgers)(
    'numbers of more digits than a double holds land as delivered: %s',
    async (name, content) => {
      await mkdir(join(at.home, 'sources'), { recursive: true });
      await writeFile(
        join(at.home, 'sources', 'ledger.yaml'),
        'profile: ledger\ndescription: test\nfiles:\n  - { name: gl, match: { file: "gl*" }, feed: gl_entry }\n',
      );
      const outcome = await at.load(name, content());
      expect(outcome).toMatchObject({ outcome: 'loaded', rows_read: NUMERALS.length });
      expect(await at.rows('gl_entry', 'amount, _extra')).toEqual(
        NUMERALS.map(([numeral, amount]) => ({
          amount,
          _extra: `{"note":"1.50","weight":"${numeral}"}`,
        })),
      );
    },
  );
});
