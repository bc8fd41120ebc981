import type { Listing } from '../workbook/listing.ts';

const summaryKeys = [
  'study',
  'name',
  'account',
  'opening',
  'expense',
  'trueUp',
  'invoiced',
  'reclass',
  'exchange',
  'closing',
  'change',
  'changePct',
  'openingPrepaid',
  'prepaid',
  'holdback',
  'needsComment',
  'comment',
] as const;

const rollForwardKeys = [
  'line',
  'study',
  'site',
  'counterparty',
  'contract',
  'currency',
  'opening',
  'openingPrepaid',
  'expense',
  'lateEntries',
  'repriced',
  'trueUp',
  'invoiced',
  'reclass',
  'closing',
  'closingPrepaid',
  'priorEarned',
  'earnedToDate',
  'invoicedToDate',
  'detailLiability',
  'difference',
  'priorClosing',
  'openingDifference',
  'detailRows',
  'holdback',
] as const;

const convertedKeys = [
  'line',
  'study',
  'site',
  'contract',
  'currency',
  'priorRate',
  'averageRate',
  'closingRate',
  'rates',
  'opening',
  'expense',
  'trueUp',
  'invoiced',
  'openingPrepaid',
  'closingPrepaid',
  'reclass',
  'exchange',
  'closing',
  'holdback',
] as const;

const detailKeys = [
  'line',
  'study',
  'country',
  'site',
  'contract',
  'subject',
  'visit',
  'event',
  'serviceDate',
  'enteredDate',
  'bucket',
  'status',
  'quantity',
  'rate',
  'rateVersion',
  'overhead',
  'currency',
  'gross',
  'vatPct',
  'vatRecoverable',
  'vat',
  'cost',
  'holdbackPct',
  'holdback',
  'functional',
  'source',
] as const;

const invoiceKeys = [
  'line',
  'study',
  'site',
  'vendor',
  'contract',
  'id',
  'number',
  'invoiceDate',
  'receivedDate',
  'serviceFrom',
  'serviceTo',
  'period',
  'status',
  'currency',
  'amount',
  'recoverableTax',
  'net',
  'treatment',
] as const;

const fxKeys = [
  'currency',
  'minorUnits',
  'priorClosing',
  'average',
  'closing',
  'published',
  'status',
  'liability',
  'functional',
  'exchange',
] as const;

const totalKeys = [
  'currency',
  'rows',
  'earned',
  'earnedWarehouse',
  'earnedDifference',
  'expense',
  'expenseWarehouse',
  'expenseDifference',
  'invoiced',
  'invoicedWarehouse',
  'invoicedDifference',
] as const;

const journalKeys = [
  'document',
  'entry',
  'study',
  'account',
  'accountName',
  'debit',
  'credit',
  'currency',
  'postingDate',
  'reversalDate',
  'text',
] as const;

const controlKeys = [
  'id',
  'control',
  'left',
  'leftValue',
  'right',
  'rightValue',
  'difference',
  'tolerance',
  'status',
  'owner',
  'reason',
] as const;

export const sheetNames = {
  cover: 'Cover',
  summary: 'Summary',
  rollForward: 'Roll-forward',
  converted: 'Roll-forward EUR',
  detail: 'Site detail',
  invoices: 'Invoices',
  fx: 'FX',
  journal: 'Journal',
  totals: 'Control totals',
  controls: 'Controls',
  provenance: 'Provenance',
} as const;

/** How many records each listing holds. */
export type Counts = {
  readonly studies: number;
  readonly lines: number;
  readonly details: number;
  readonly invoices: number;
  readonly currencies: number;
  readonly journalLines: number;
  readonly controls: number;
};

/** Where every listing's columns lie, so that sheets can refer to each other. */
export function layouts(counts: Counts) {
  return {
    summary: listing(sheetNames.summary, summaryKeys, counts.studies),
    rollForward: listing(sheetNames.rollForward, rollForwardKeys, counts.lines),
    converted: listing(sheetNames.converted, convertedKeys, counts.lines),
    detail: listing(sheetNames.detail, detailKeys, counts.details),
    invoices: listing(sheetNames.invoices, invoiceKeys, counts.invoices),
    fx: listing(sheetNames.fx, fxKeys, counts.currencies),
    totals: listing(sheetNames.totals, totalKeys, counts.currencies),
    journal: listing(sheetNames.journal, journalKeys, counts.journalLines),
    controls: listing(sheetNames.controls, controlKeys, counts.controls),
  };
}

export type Layouts = ReturnType<typeof layouts>;

function listing<Key extends string>(
  sheet: string,
  keys: readonly Key[],
  count: number,
): Listing<Key> {
  return { sheet, keys, count };
}
