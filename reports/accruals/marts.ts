import type { Filter, Row } from '@portolan/query';
import type { Decimal } from '../decimal.ts';
import type { Period } from '../period.ts';
import type { MartReader } from './reader.ts';
import { amountIn, dateIn, decimalIn, flagIn, requiredText, textIn } from './value.ts';

/** One unit of work that a site or vendor did, priced by its contract (marts.earned_cost). */
export type EarnedCost = {
  readonly study: string;
  readonly country: string | null;
  readonly site: string | null;
  readonly contract: string | null;
  readonly subject: string | null;
  readonly visit: string | null;
  readonly event: string | null;
  readonly serviceDate: string | null;
  readonly enteredDate: string | null;
  readonly rateVersion: string | null;
  readonly quantity: Decimal;
  readonly rate: Decimal | null;
  readonly overhead: Decimal;
  readonly vat: Decimal;
  readonly vatRecoverable: Decimal;
  readonly holdback: Decimal;
  readonly currency: string | null;
  readonly status: string;
  readonly source: string | null;
};

/** One contract and currency in one period (marts.accrual_rollforward), transaction currency. */
export type ContractPeriod = {
  readonly study: string;
  readonly site: string | null;
  readonly contract: string;
  readonly currency: string;
  readonly period: string;
  readonly opening: Decimal;
  readonly closing: Decimal;
  readonly prepaid: Decimal;
  readonly expense: Decimal;
  readonly ltdEarned: Decimal;
  readonly ltdInvoiced: Decimal;
  /** Closing as the warehouse converts it, in `reportingCurrency`; null where it has no rate. */
  readonly closingReporting: Decimal | null;
  readonly reportingCurrency: string | null;
};

export type Invoice = {
  readonly id: string;
  readonly study: string | null;
  readonly site: string | null;
  readonly vendor: string | null;
  readonly contract: string | null;
  readonly number: string | null;
  readonly invoiceDate: string | null;
  readonly receivedDate: string | null;
  readonly serviceFrom: string | null;
  readonly serviceTo: string | null;
  /** Month it was booked in; empty where it carries no date at all. */
  readonly period: string;
  readonly amount: Decimal;
  /** Part of the amount that is tax got back. */
  readonly recoverableTax: Decimal;
  readonly currency: string;
  readonly status: string | null;
  readonly isCancelled: boolean;
  readonly isDuplicate: boolean;
};

export type TrialBalance = {
  readonly period: string;
  readonly account: string;
  readonly amount: Decimal;
  readonly currency: string | null;
};

export type Site = {
  readonly study: string;
  readonly site: string | null;
  readonly name: string | null;
  readonly activated: string | null;
  readonly closed: string | null;
};

/** Everything the accrual workbook is written from, as the viewer may see it. */
export type AccrualMarts = {
  readonly earned: readonly EarnedCost[];
  readonly contracts: readonly ContractPeriod[];
  /** First month with contract activity in the whole build. */
  readonly firstPeriod: string | null;
  readonly invoices: readonly Invoice[];
  readonly balances: readonly TrialBalance[];
  readonly studies: ReadonlyMap<string, string>;
  readonly sites: ReadonlyMap<string, Site>;
};

export function siteKey(study: string, site: string | null): string {
  return `${study}|${site ?? ''}`;
}

export async function readMarts(reader: MartReader, period: Period): Promise<AccrualMarts> {
  const upTo: Filter[] = [{ dimension: 'period', op: '<=', values: [period.name] }];
  const earned = await reader.list(
    'earned_cost',
    earnedColumns,
    [],
    [
      'study_id',
      'contract_id',
      'service_date',
      'source_load_id',
      'source_row',
      'subject_id',
      'visit_id',
    ],
  );
  const contracts = await reader.list(
    'accrual_rollforward',
    contractColumns,
    [],
    ['study_id', 'contract_id', 'currency', 'period'],
  );
  const invoices = await reader.list(
    'invoices',
    invoiceColumns,
    [],
    ['study_id', 'contract_id', 'invoice_id'],
  );
  const balances = await reader.list('trial_balances', balanceColumns, upTo, ['account', 'period']);
  const studies = await reader.list('dim_study', ['study_id', 'study_name'], [], ['study_id']);
  const sites = await reader.list('dim_site', siteColumns, [], ['study_id', 'site_id']);
  const periods = contracts.map(toContract);
  return {
    earned: earned.map(toEarned),
    contracts: periods.filter((row) => row.period <= period.name),
    firstPeriod: periods.map((row) => row.period).sort()[0] ?? null,
    invoices: invoices.map(toInvoice).filter((bill) => bill.period <= period.name),
    balances: balances.map(toBalance),
    studies: new Map(
      studies.map((row) => [requiredText(row, 'study_id'), textIn(row, 'study_name') ?? '']),
    ),
    sites: new Map(
      sites.map((row) => [
        siteKey(requiredText(row, 'study_id'), textIn(row, 'site_id')),
        {
          study: requiredText(row, 'study_id'),
          site: textIn(row, 'site_id'),
          name: textIn(row, 'site_name'),
          activated: dateIn(row, 'activation_date'),
          closed: dateIn(row, 'closed_date'),
        },
      ]),
    ),
  };
}

const earnedColumns = [
  'study_id',
  'site_id',
  'country_code',
  'contract_id',
  'subject_id',
  'visit_id',
  'event_name',
  'service_date',
  'entered_date',
  'rate_version',
  'quantity',
  'rate_amount',
  'overhead_pct',
  'vat_pct',
  'vat_recoverable_pct',
  'holdback_pct',
  'currency',
  'pricing_status',
  'source_load_id',
  'source_row',
];
const contractColumns = [
  'study_id',
  'site_id',
  'contract_id',
  'currency',
  'period',
  'opening_amount',
  'closing_amount',
  'prepaid_amount',
  'expense_amount',
  'ltd_earned_amount',
  'ltd_invoiced_amount',
  'closing_reporting_amount',
  'reporting_currency',
];
const invoiceColumns = [
  'invoice_id',
  'study_id',
  'site_id',
  'vendor_id',
  'contract_id',
  'invoice_number',
  'invoice_date',
  'received_date',
  'service_from',
  'service_to',
  'period',
  'amount',
  'recoverable_tax_amount',
  'currency',
  'invoice_status',
  'is_cancelled',
  'is_duplicate',
];
const balanceColumns = ['ledger', 'period', 'account', 'study_id', 'closing_amount', 'currency'];
const siteColumns = ['study_id', 'site_id', 'site_name', 'activation_date', 'closed_date'];

function toEarned(row: Row): EarnedCost {
  const load = textIn(row, 'source_load_id');
  return {
    study: requiredText(row, 'study_id'),
    country: textIn(row, 'country_code'),
    site: textIn(row, 'site_id'),
    contract: textIn(row, 'contract_id'),
    subject: textIn(row, 'subject_id'),
    visit: textIn(row, 'visit_id'),
    event: textIn(row, 'event_name'),
    serviceDate: dateIn(row, 'service_date'),
    enteredDate: dateIn(row, 'entered_date'),
    rateVersion: textIn(row, 'rate_version'),
    quantity: amountIn(row, 'quantity'),
    rate: decimalIn(row, 'rate_amount'),
    overhead: amountIn(row, 'overhead_pct'),
    vat: amountIn(row, 'vat_pct'),
    vatRecoverable: amountIn(row, 'vat_recoverable_pct'),
    holdback: amountIn(row, 'holdback_pct'),
    currency: textIn(row, 'currency'),
    status: requiredText(row, 'pricing_status'),
    source: load === null ? null : `${load} row ${textIn(row, 'source_row') ?? '?'}`,
  };
}

function toContract(row: Row): ContractPeriod {
  return {
    study: requiredText(row, 'study_id'),
    site: textIn(row, 'site_id'),
    contract: requiredText(row, 'contract_id'),
    currency: requiredText(row, 'currency'),
    period: requiredText(row, 'period'),
    opening: amountIn(row, 'opening_amount'),
    closing: amountIn(row, 'closing_amount'),
    prepaid: amountIn(row, 'prepaid_amount'),
    expense: amountIn(row, 'expense_amount'),
    ltdEarned: amountIn(row, 'ltd_earned_amount'),
    ltdInvoiced: amountIn(row, 'ltd_invoiced_amount'),
    closingReporting: decimalIn(row, 'closing_reporting_amount'),
    reportingCurrency: textIn(row, 'reporting_currency'),
  };
}

function toInvoice(row: Row): Invoice {
  return {
    id: requiredText(row, 'invoice_id'),
    study: textIn(row, 'study_id'),
    site: textIn(row, 'site_id'),
    vendor: textIn(row, 'vendor_id'),
    contract: textIn(row, 'contract_id'),
    number: textIn(row, 'invoice_number'),
    invoiceDate: dateIn(row, 'invoice_date'),
    receivedDate: dateIn(row, 'received_date'),
    serviceFrom: dateIn(row, 'service_from'),
    serviceTo: dateIn(row, 'service_to'),
    period: textIn(row, 'period') ?? '',
    amount: amountIn(row, 'amount'),
    recoverableTax: amountIn(row, 'recoverable_tax_amount'),
    currency: requiredText(row, 'currency'),
    status: textIn(row, 'invoice_status'),
    isCancelled: flagIn(row, 'is_cancelled'),
    isDuplicate: flagIn(row, 'is_duplicate'),
  };
}

function toBalance(row: Row): TrialBalance {
  return {
    period: requiredText(row, 'period'),
    account: requiredText(row, 'account'),
    amount: amountIn(row, 'closing_amount'),
    currency: textIn(row, 'currency'),
  };
}
