import { createHash } from 'node:crypto';
import { Decimal } from '../decimal.ts';
import { ReportError } from '../errors.ts';
import type { Period } from '../period.ts';
import { writeWorkbook } from '../workbook/write.ts';
import type { BuildFacts } from './build-facts.ts';
import {
  type ControlStatus,
  type ReportStatus,
  reasonOf,
  reportStatus,
  statusOf,
} from './control.ts';
import { controlTotals } from './control-totals.ts';
import { dataControls } from './controls/data.ts';
import { ledgerControl } from './controls/ledger.ts';
import { roundingControl } from './controls/rounding.ts';
import { controlsOutOfScope } from './controls/scope.ts';
import { tieControls } from './controls/tie.ts';
import { readExchange } from './exchange.ts';
import { computeFigures } from './figures.ts';
import { journalLines } from './journal.ts';
import { layouts } from './layout.ts';
import { type AccrualMarts, readMarts } from './marts.ts';
import type { AccrualPolicy } from './policy.ts';
import type { MartReader } from './reader.ts';
import { controlTotalsSheet } from './sheets/control-totals.ts';
import { controlsSheet } from './sheets/controls.ts';
import { coverSheet } from './sheets/cover.ts';
import { fxSheet } from './sheets/fx.ts';
import { invoicesSheet } from './sheets/invoices.ts';
import { journalSheet } from './sheets/journal.ts';
import { type Origin, provenanceSheet } from './sheets/provenance.ts';
import { rollForwardSheet } from './sheets/roll-forward.ts';
import { convertedSheet } from './sheets/roll-forward-converted.ts';
import { siteDetailSheet } from './sheets/site-detail.ts';
import { summarySheet } from './sheets/summary.ts';

/** A control as it came out, with the evidence or the reason. */
export type ControlOutcome = {
  readonly id: string;
  readonly title: string;
  readonly status: ControlStatus;
  readonly reason: string;
};

export type AccrualWorkbook = {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly status: ReportStatus;
  readonly controls: readonly ControlOutcome[];
};

/** Computes and lays out the accrual workbook of one period. */
export async function accrualWorkbook(
  reader: MartReader,
  period: Period,
  policy: AccrualPolicy,
  facts: BuildFacts,
  origin: Omit<Origin, 'readings'>,
): Promise<AccrualWorkbook> {
  const marts = await readMarts(reader, period);
  refuseBeforeData(marts, period);
  const currencies = currenciesOf(marts, policy.functionalCurrency);
  const exchange = await readExchange(
    reader,
    period,
    policy.functionalCurrency,
    currencies,
    marts.invoices.map(({ currency }) => currency),
  );
  const figures = computeFigures(marts, exchange, period, policy);
  const journal = journalLines(figures.studies, policy, period.name);
  const totals = controlTotals(figures);
  const counts = {
    studies: figures.studies.length,
    lines: figures.lines.length,
    details: figures.details.length,
    invoices: marts.invoices.length,
    currencies: exchange.currencies.length,
    journalLines: journal.length,
    controls: 0,
  };
  const controlsOf = (layout: ReturnType<typeof layouts>) =>
    [
      ...tieControls(figures, totals, journal, facts, layout),
      ...dataControls(figures, totals, facts, layout),
      ledgerControl(figures, layout),
      roundingControl(figures, layout),
      ...controlsOutOfScope,
    ].sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
  const controls = controlsOf(layouts(counts));
  const layout = layouts({ ...counts, controls: controls.length });
  const bytes = await writeWorkbook({
    title: `Clinical accruals ${period.name}`,
    footer: `Confidential · build ${facts.id}`,
    createdAt: facts.createdAt,
    sheets: [
      coverSheet(figures, facts, controls, layout),
      summarySheet(figures, layout),
      rollForwardSheet(figures, layout),
      convertedSheet(figures, layout),
      siteDetailSheet(figures, layout),
      invoicesSheet(figures, layout),
      fxSheet(figures, layout),
      journalSheet(figures, layout, journal),
      controlTotalsSheet(figures, layout, totals),
      controlsSheet(figures, layout, controls),
      provenanceSheet(figures, facts, { ...origin, readings: reader.readings }),
    ],
  });
  const tolerance = Decimal.parse(policy.tolerance);
  const outcomes = controls.map((control) => {
    const status = statusOf(control, tolerance);
    return { id: control.id, title: control.title, status, reason: reasonOf(control, status) };
  });
  return {
    bytes,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    status: reportStatus(outcomes.map(({ status }) => status)),
    controls: outcomes,
  };
}

/** With no contract at all the workbook is still written, blocked, to say so. */
function refuseBeforeData({ contracts, firstPeriod }: AccrualMarts, period: Period): void {
  if (contracts.length > 0 || firstPeriod === null) return;
  throw new ReportError(
    'REPORT_PERIOD_BEFORE_DATA',
    `Period ${period.name} is before the first contract activity, which is in ${firstPeriod}: choose that month or a later one.`,
  );
}

function currenciesOf({ contracts, earned }: AccrualMarts, functional: string): string[] {
  const used = new Set([functional]);
  for (const { currency } of contracts) used.add(currency);
  for (const { currency } of earned) if (currency !== null) used.add(currency);
  return [...used].sort();
}
