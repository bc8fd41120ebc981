/** A line of the general ledger's chart of accounts, as the journal names it. */
export type Account = { readonly code: string; readonly name: string };

/** What a legal entity decides about its accruals; the workbook prints every line of it. */
export type AccrualPolicy = {
  readonly entity: string;
  readonly functionalCurrency: string;
  readonly journalMode: 'auto-reversing' | 'LTD delta';
  readonly accounts: {
    readonly expense: Account;
    readonly liability: Account;
    readonly prepaid: Account;
    readonly exchange: Account;
  };
  /** Largest difference, in functional currency, that a control forgives. */
  readonly tolerance: string;
  /** Change of a study's liability, in functional currency, from which a comment is required. */
  readonly commentFrom: string;
  /** Days before period end that a closing rate may have been published. */
  readonly rateAge: number;
};

/** In euros, reversing by itself; its accounts are examples to be replaced by the company's own. */
export const defaultPolicy: AccrualPolicy = {
  entity: 'All legal entities in this warehouse',
  functionalCurrency: 'EUR',
  journalMode: 'auto-reversing',
  accounts: {
    expense: { code: '610000', name: 'Research and development expense, investigator grants' },
    liability: { code: '215000', name: 'Accrued clinical liabilities' },
    prepaid: { code: '118000', name: 'Prepaid clinical costs' },
    exchange: { code: '690000', name: 'Unrealised exchange differences' },
  },
  tolerance: '0.01',
  commentFrom: '25000',
  rateAge: 5,
};

/** Currencies that are not paid in hundredths (ISO 4217). */
const withoutDecimals = 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF'.split(
  ' ',
);
const withThreeDecimals = 'BHD IQD JOD KWD LYD OMR TND'.split(' ');

/** Decimals in which a currency is paid (ISO 4217). */
export function minorUnitsOf(currency: string): number {
  if (withoutDecimals.includes(currency)) return 0;
  return withThreeDecimals.includes(currency) ? 3 : 2;
}

/** The rules behind the figures, in the words that the Cover and Provenance sheets print. */
export const ruleTexts: readonly (readonly [string, string])[] = [
  [
    'Accrual',
    'Per contract and currency: work done to date less invoices received to date, never below zero. Contracts are not netted against each other.',
  ],
  [
    'Prepaid',
    'Invoices beyond work done are a prepayment at the average rate of the month they arose in; it is released in proportion, at its weighted historical rate.',
  ],
  [
    'Gross',
    'Quantity x contracted rate at the service date x (1 + overhead), rounded half away from zero to the minor unit of the currency.',
  ],
  [
    'VAT',
    'Price with overhead x VAT % x (1 - part recovered), rounded to the minor unit of the currency; part of what is earned. No holdback is taken of it.',
  ],
  [
    'Holdback',
    'Holdback reduces neither expense nor liability; it shows how much of the work done is not yet payable.',
  ],
  [
    'Cut-off',
    'Service date on or before period end and entered by the data cut-off. Earlier work that is first entered, or priced anew, in this period is a prior-period true-up.',
  ],
  [
    'FX',
    'Expense, true-ups and invoices at the month average, the liability at the closing rate, a prepayment at its historical rate; what remains is the exchange difference.',
  ],
  [
    'Numbers',
    'Figures are computed exactly and rounded once; Excel itself keeps 15 significant digits.',
  ],
];

/** What the workbook accrues and what it does not, in the words of the Cover sheet. */
export const scopeTexts: readonly (readonly [string, string])[] = [
  [
    'Accrued',
    'Investigator and site contracts: the visits done, at their contracted rates, with the VAT that is not recovered.',
  ],
  [
    'Not accrued',
    'CRO, vendor and laboratory contracts; VAT that is recovered, which invoices are counted without.',
  ],
];
