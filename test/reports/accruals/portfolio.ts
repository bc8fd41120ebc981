import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { bindDefinitions } from '@portolan/query';

/**
 * Two studies, five contracts, three currencies (EUR, USD, JPY), overhead, holdback, an advance, a
 * late entry: small enough to close by hand. Statements in `faults` run after the clean rows; `record` is
 * what the build record says instead of the truth.
 */
export async function buildPortfolio(
  faults: readonly string[] = [],
  record: Partial<BuildClaims> = {},
): Promise<string> {
  const home = mkdtempSync(join(tmpdir(), 'portolan-accruals-'));
  const folder = join(home, 'builds', build.id);
  mkdirSync(folder, { recursive: true });
  const instance = await DuckDBInstance.create(join(folder, 'warehouse.duckdb'));
  const connection = await instance.connect();
  for (const statement of [...tables, ...rows, ...faults]) await connection.run(statement);
  const counted = await connection.runAndReadAll('select count(*) from marts.earned_cost');
  const earnedRows = Number(counted.getRows()[0]?.[0] ?? 0);
  const definitions = await bindDefinitions(connection, { models: [], metrics: [] });
  connection.closeSync();
  instance.closeSync();
  writeFileSync(
    join(folder, 'build.json'),
    JSON.stringify({
      ...build,
      as_of_date: record.asOf ?? build.as_of_date,
      marts: { earned_cost: { rows: record.earnedRows ?? earnedRows, hash: '' } },
    }),
  );
  writeFileSync(join(folder, 'metrics.json'), JSON.stringify(definitions));
  writeFileSync(join(home, 'current'), build.id);
  return home;
}

export type BuildClaims = { readonly earnedRows: number; readonly asOf: string };

export const build = {
  id: '20260401T060000000Z-0123456789ab',
  created_at: '2026-04-01T06:00:00.000Z',
  as_known_at: '9999-12-31T00:00:00.000Z',
  as_of_date: '2026-03-31',
};

const money = 'decimal(38, 4)';

const tables = [
  'create schema marts',
  `create table marts.earned_cost (
    study_id varchar, site_id varchar, country_code varchar, contract_id varchar, subject_id varchar,
    visit_id varchar, event_name varchar, service_date date, entered_date date, period varchar,
    rate_version varchar, quantity ${money}, rate_amount ${money}, overhead_pct decimal(38, 10),
    gross_amount ${money}, vat_pct decimal(38, 10), vat_recoverable_pct decimal(38, 10),
    vat_cost_amount ${money}, earned_amount ${money},
    holdback_pct decimal(38, 10), holdback_amount ${money}, currency varchar,
    is_capped boolean, pricing_status varchar, source_load_id varchar,
    source_row bigint)`,
  `create table marts.accrual_rollforward (
    study_id varchar, site_id varchar, contract_id varchar, currency varchar, period varchar,
    opening_amount ${money}, expense_amount ${money}, prior_period_amount ${money},
    invoiced_amount ${money}, closing_amount ${money}, prepaid_amount ${money},
    ltd_earned_amount ${money}, ltd_invoiced_amount ${money}, closing_reporting_amount ${money},
    reporting_currency varchar)`,
  `create table marts.invoices (
    invoice_id varchar, study_id varchar, site_id varchar, vendor_id varchar, contract_id varchar,
    invoice_number varchar, invoice_date date, received_date date, posting_date date, period varchar,
    service_from date, service_to date, amount ${money}, recoverable_tax_amount ${money}, currency varchar, invoice_status varchar,
    is_cancelled boolean, is_duplicate boolean)`,
  `create table marts.fx_rates (rate_type varchar, base_currency varchar, quote_currency varchar,
    rate_date date, rate decimal(38, 10), source_date date)`,
  `create table marts.trial_balances (ledger varchar, period varchar, account varchar,
    study_id varchar, closing_amount ${money}, currency varchar)`,
  'create table marts.dim_study (study_id varchar, study_name varchar)',
  `create table marts.dim_site (study_id varchar, site_id varchar, site_number varchar,
    site_name varchar, activation_date date, closed_date date)`,
  `create table marts.feed_status (feed varchar, source varchar, loads bigint,
    last_loaded_at timestamp, rows_accepted bigint, rows_rejected bigint)`,
];

/** study, site, country, contract, subject, event, service, entered, rate, overhead, gross, holdback, currency, status */
const events: readonly (readonly string[])[] = [
  [
    'A',
    '001',
    'DE',
    'CTA-E1',
    '0001',
    'Visit 1',
    '2026-02-10',
    '2026-02-12',
    '1000.00',
    '0.25',
    '1250.00',
    '0.10',
    'EUR',
    'priced',
  ],
  [
    'A',
    '001',
    'DE',
    'CTA-E1',
    '0001',
    'Visit 2',
    '2026-03-05',
    '2026-03-06',
    '1000.00',
    '0.25',
    '1250.00',
    '0.10',
    'EUR',
    'priced',
  ],
  [
    'A',
    '001',
    'DE',
    'CTA-E1',
    '0002',
    'Visit 1',
    '2026-02-20',
    '2026-03-04',
    '250.05',
    '0.30',
    '325.07',
    '0.10',
    'EUR',
    'priced',
  ],
  [
    'A',
    '001',
    'DE',
    'CTA-E1',
    '0003',
    'Screening',
    '2026-03-09',
    '2026-03-09',
    '400.00',
    '0.25',
    '0',
    '0.10',
    'EUR',
    'capped',
  ],
  [
    'A',
    '001',
    'DE',
    'CTA-E1',
    '0001',
    'Visit 3',
    '2026-03-30',
    '2026-04-02',
    '1000.00',
    '0.25',
    '1250.00',
    '0.10',
    'EUR',
    'priced',
  ],
  [
    'A',
    '002',
    'US',
    'CTA-U1',
    '0004',
    'Visit 1',
    '2026-02-03',
    '2026-02-03',
    '1600.00',
    '0.25',
    '2000.00',
    '0',
    'USD',
    'priced',
  ],
  [
    'A',
    '002',
    'US',
    'CTA-U1',
    '0004',
    'Phone call',
    '2026-03-03',
    '2026-03-03',
    '300.00',
    '0',
    '300.00',
    '0',
    'USD',
    'priced',
  ],
  [
    'A',
    '003',
    'US',
    'CTA-U2',
    '0005',
    'Visit 1',
    '2026-02-17',
    '2026-02-18',
    '1000.00',
    '0',
    '1000.00',
    '0',
    'USD',
    'priced',
  ],
  [
    'A',
    '003',
    'US',
    'CTA-U2',
    '0005',
    'Visit 2',
    '2026-03-17',
    '2026-03-18',
    '500.00',
    '0',
    '500.00',
    '0',
    'USD',
    'priced',
  ],
  [
    'B',
    '101',
    'JP',
    'CTA-J1',
    '1001',
    'Visit 1',
    '2026-02-24',
    '2026-02-25',
    '120000',
    '0.10',
    '132000',
    '0.05',
    'JPY',
    'priced',
  ],
  [
    'B',
    '101',
    'JP',
    'CTA-J1',
    '1001',
    'Visit 2',
    '2026-03-24',
    '2026-03-25',
    '33335',
    '0.10',
    '36669',
    '0.05',
    'JPY',
    'priced',
  ],
];

const rollForward: readonly (readonly (string | number)[])[] = [
  ['A', '001', 'CTA-E1', 'EUR', '2026-02', 0, 1250, 0, 0, 1250, 0, 1250, 0, '1250'],
  [
    'A',
    '001',
    'CTA-E1',
    'EUR',
    '2026-03',
    1250,
    1250,
    '325.07',
    1000,
    '1825.07',
    0,
    '2825.07',
    1000,
    '1825.07',
  ],
  ['A', '002', 'CTA-U1', 'USD', '2026-02', 0, 2000, 0, 2500, 0, 500, 2000, 2500, '0'],
  ['A', '002', 'CTA-U1', 'USD', '2026-03', 0, 300, 0, 0, 0, 200, 2300, 2500, '0'],
  ['A', '003', 'CTA-U2', 'USD', '2026-02', 0, 1000, 0, 0, 1000, 0, 1000, 0, '952.3810'],
  ['A', '003', 'CTA-U2', 'USD', '2026-03', 1000, 500, 0, 200, 1300, 0, 1500, 200, '1181.8182'],
  ['B', '101', 'CTA-J1', 'JPY', '2026-02', 0, 132000, 0, 0, 132000, 0, 132000, 0, '825'],
  ['B', '101', 'CTA-J1', 'JPY', '2026-03', 132000, 36669, 0, 0, 168669, 0, 168669, 0, '1022.2364'],
  ['B', '102', 'CTA-E2', 'EUR', '2026-03', 0, 0, 0, 0, 0, 0, 0, 0, '0'],
];

const invoices: readonly (readonly string[])[] = [
  ['INV-1', 'A', '001', 'V-1', 'CTA-E1', '001/2603', '2026-03-12', '2026-03', '1000.00', 'EUR'],
  ['INV-2', 'A', '002', 'V-2', 'CTA-U1', '=ADV-7', '2026-02-05', '2026-02', '2500.00', 'USD'],
  ['INV-3', 'A', '003', 'V-3', 'CTA-U2', '0099', '2026-03-20', '2026-03', '200.00', 'USD'],
  ['INV-4', 'A', '', 'V-9', 'MSA-1', 'CRO/1', '2026-03-02', '2026-03', '75000.00', 'EUR'],
];

const rates: readonly (readonly string[])[] = [
  ['closing', 'USD', '2026-02-28', '1.05', '2026-02-27'],
  ['average', 'USD', '2026-02-28', '1.04', '2026-02-27'],
  ['average', 'USD', '2026-03-31', '1.08', '2026-03-31'],
  ['closing', 'USD', '2026-03-31', '1.10', '2026-03-31'],
  ['closing', 'JPY', '2026-02-28', '160', '2026-02-27'],
  ['average', 'JPY', '2026-02-28', '161', '2026-02-27'],
  ['average', 'JPY', '2026-03-31', '162.5', '2026-03-31'],
  ['closing', 'JPY', '2026-03-31', '165', '2026-03-31'],
];

const rows = [
  ...events.map(
    (
      [
        study,
        site,
        country,
        contract,
        subject,
        event,
        service,
        entered,
        rate,
        overhead,
        gross,
        holdback,
        currency,
        status,
      ],
      index,
    ) =>
      insert('earned_cost', [
        `STUDY-${study}`,
        site,
        country,
        contract,
        subject,
        `${subject}-${index + 1}`,
        event,
        service,
        entered,
        service?.slice(0, 7),
        '1',
        1,
        rate,
        overhead,
        gross,
        0,
        0,
        0,
        gross,
        holdback,
        0,
        currency,
        String(status === 'capped'),
        status,
        '20260331T200000000Z-aaaaaaaaaaaa',
        index + 1,
      ]),
  ),
  ...rollForward.map(([study, ...rest]) =>
    insert('accrual_rollforward', [`STUDY-${study}`, ...rest, 'EUR']),
  ),
  ...invoices.map(([id, study, site, vendor, contract, number, day, period, amount, currency]) =>
    insert('invoices', [
      id,
      `STUDY-${study}`,
      site === '' ? undefined : site,
      vendor,
      contract,
      number,
      day,
      day,
      day,
      period,
      `${period}-01`,
      day,
      amount,
      0,
      currency,
      'open',
      'false',
      'false',
    ]),
  ),
  ...rates.map(([type, currency, day, rate, published]) =>
    insert('fx_rates', [type, 'EUR', currency, day, rate, published]),
  ),
  insert('trial_balances', ['L1', '2026-03', '215000', 'STUDY-A', '-3006.89', 'EUR']),
  insert('trial_balances', ['L1', '2026-03', '215000', 'STUDY-B', '-1022.24', 'EUR']),
  insert('dim_study', ['STUDY-A', 'Alpha in asthma']),
  insert('dim_study', ['STUDY-B', 'Beta in burns']),
  insert('dim_site', ['STUDY-A', '001', '001', 'Charité', '2025-11-03', undefined]),
  insert('dim_site', ['STUDY-A', '002', '002', '=cmd|calc', '2025-11-03', undefined]),
  insert('dim_site', ['STUDY-B', '101', '101', '大学病院', '2025-11-03', undefined]),
  insert('dim_site', ['STUDY-B', '103', '103', 'Idle clinic', '2026-03-02', undefined]),
  insert('dim_site', ['STUDY-B', '104', '104', 'Closed clinic', '2025-03-02', '2026-02-20']),
  insert('feed_status', ['ap_invoice', 'reference-erp', 3, '2026-03-31 20:00:00', 4, 0]),
];

function insert(table: string, values: readonly (string | number | undefined)[]): string {
  const literals = values.map((value) =>
    value === undefined ? 'null' : `'${String(value).replaceAll("'", "''")}'`,
  );
  return `insert into marts.${table} values (${literals.join(', ')})`;
}
