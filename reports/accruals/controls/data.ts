import { Decimal } from '../../decimal.ts';
import { column } from '../../workbook/listing.ts';
import type { BuildFacts } from '../build-facts.ts';
import type { Control } from '../control.ts';
import type { ControlTotals } from '../control-totals.ts';
import type { AccrualFigures } from '../figures.ts';
import type { Layouts } from '../layout.ts';
import { siteKey } from '../marts.ts';
import { amountsByCurrency, counted, listed } from '../phrase.ts';
import { pricingInWords } from '../pricing.ts';
import { rateStatus } from '../rate-status.ts';
import { treatmentOf } from '../treatment.ts';
import { absoluteSum } from './tie.ts';

/** Controls that the data behind the figures are complete, priced and convertible. */
export function dataControls(
  figures: AccrualFigures,
  totals: readonly ControlTotals[],
  facts: BuildFacts,
  layout: Layouts,
): readonly Control[] {
  return [
    rowCount(figures, facts, layout),
    invoiceTotals(figures, totals, layout),
    noneWith('C8', 'No event without a price', 'unpriced', figures, layout),
    noneWith('C9', 'No event without a contract in force', 'out_of_contract', figures, layout),
    activity(figures, layout),
    rates(figures, layout),
    duplicates(figures, layout),
    cutOff(figures, facts),
  ];
}

const owner = 'Data owner';
const nothing = { label: 'Nothing', value: Decimal.zero };

function rowCount(
  { details, laterEvents }: AccrualFigures,
  { earnedRows, isScoped }: BuildFacts,
  { detail }: Layouts,
): Control {
  const common = { id: 'C5', title: 'Every event of the warehouse is on Site detail', owner };
  if (isScoped) {
    const reason =
      'The viewer sees part of the entity only; write it as a viewer who sees all of it.';
    return { ...common, kind: 'not_evaluated', reason };
  }
  if (earnedRows === null) {
    const reason = 'The build record holds no row count of earned_cost; build the warehouse again.';
    return { ...common, kind: 'not_evaluated', reason };
  }
  const rows = details.filter(({ bucket }) => bucket !== 'No activity').length;
  const built = earnedRows - laterEvents;
  return {
    ...common,
    kind: 'evaluated',
    isMoney: false,
    left: {
      label: 'Rows on Site detail',
      value: Decimal.of(rows),
      formula: `COUNTA(${column(detail, 'study')})-COUNTIF(${column(detail, 'bucket')},"No activity")`,
    },
    right: {
      label: 'Rows of the build, less those of later months',
      value: Decimal.of(built),
    },
    finding: `Site detail has ${counted(rows, 'event')}, the build ${built}`,
    evidence: `Build record; ${laterEvents} events belong to later months`,
  };
}

function invoiceTotals(
  { marts, lines }: AccrualFigures,
  totals: readonly ControlTotals[],
  layout: Layouts,
): Control {
  const treatment = treatmentOf(lines.map(({ line }) => line));
  const outside = marts.invoices.filter((bill) => treatment(bill) === 'No contract line').length;
  return {
    kind: 'evaluated',
    id: 'C7',
    title: 'Invoices add up to those of the warehouse',
    owner: 'Accounts payable',
    isMoney: true,
    left: {
      label: 'Differences over all currencies, absolute',
      value: Decimal.sum(totals.map((row) => row.invoiced.minus(row.invoicedWarehouse).abs())),
      formula: absoluteSum(column(layout.totals, 'invoicedDifference')),
    },
    right: nothing,
    finding: `Invoices listed and those of the warehouse differ by ${amountsByCurrency(
      totals.map((row) => ({
        currency: row.currency,
        amount: row.invoiced.minus(row.invoicedWarehouse).abs(),
      })),
    )}`,
    evidence: `Control totals, invoiced; ${outside} invoices outside every contract line are listed, not counted`,
  };
}

function noneWith(
  id: string,
  title: string,
  status: string,
  { details }: AccrualFigures,
  { detail }: Layouts,
): Control {
  const found = details.filter(({ earned }) => earned.status === status);
  const sites = new Set(found.map(({ earned }) => siteKey(earned.study, earned.site))).size;
  const lacks = status === 'unpriced' ? 'no price' : 'no contract in force';
  const words = pricingInWords(status);
  return {
    kind: 'evaluated',
    id,
    title,
    owner: 'Contracts',
    isMoney: false,
    left: {
      label: `Events with pricing "${words}"`,
      value: Decimal.of(found.length),
      formula: `COUNTIF(${column(detail, 'status')},"${words}")`,
    },
    right: nothing,
    finding: `${counted(found.length, 'event')} of ${counted(sites, 'site')} ${found.length === 1 ? 'has' : 'have'} ${lacks} and ${found.length === 1 ? 'is' : 'are'} accrued at nothing`,
    evidence: `Site detail, filter Pricing on "${words}"`,
  };
}

function activity({ lines }: AccrualFigures, layout: Layouts): Control {
  const common = {
    id: 'C10',
    title: 'Every contract and active site has its events or a row saying there were none',
    owner,
  };
  if (lines.length === 0) {
    const reason =
      'No contract is in scope: a missing contract feed looks the same as nothing owed. Load contracts and fee schedules, then build again.';
    return { ...common, kind: 'not_evaluated', reason };
  }
  const missing = lines.filter(({ line }) => line.detailRows === 0).length;
  return {
    ...common,
    kind: 'evaluated',
    isMoney: false,
    left: {
      label: 'Contract lines without a row on Site detail',
      value: Decimal.of(missing),
      formula: `COUNTIF(${column(layout.rollForward, 'detailRows')},0)`,
    },
    right: nothing,
    finding: `${counted(missing, 'contract line')} without a row on Site detail`,
    evidence: 'Roll-forward, detail rows',
  };
}

function rates({ exchange, lines, period, policy }: AccrualFigures, layout: Layouts): Control {
  const bad = exchange.currencies
    .map((rates) => ({
      currency: rates.currency,
      status: rateStatus(rates, period.end, policy.rateAge),
    }))
    .filter(({ status }) => status !== 'OK');
  const named = bad.map(({ currency, status }) => `${currency} (${status.toLowerCase()})`);
  const unconverted = lines.filter(({ converted }) => converted === null).length;
  return {
    kind: 'evaluated',
    id: 'C11',
    title: 'Every currency has rates of the period, published in time',
    owner: 'Treasury',
    isMoney: false,
    left: {
      label: 'Currencies and lines without usable rates',
      value: Decimal.of(bad.length + unconverted),
      formula: `COUNTIF(${column(layout.fx, 'status')},"MISSING")+COUNTIF(${column(layout.fx, 'status')},"STALE")+COUNTIF(${column(layout.converted, 'rates')},"NO RATE")`,
    },
    right: nothing,
    finding: `Without usable rates: ${listed([...named, counted(unconverted, 'contract line')])}`,
    evidence: 'FX, status',
  };
}

function duplicates({ marts, lines }: AccrualFigures, { invoices }: Layouts): Control {
  const treatment = treatmentOf(lines.map(({ line }) => line));
  const twice = marts.invoices.filter((bill) => treatment(bill) === 'Duplicate');
  return {
    kind: 'evaluated',
    id: 'C15',
    title: 'No invoice was entered twice (vendor and invoice number)',
    owner: 'Accounts payable',
    isMoney: false,
    left: {
      label: 'Duplicate invoices',
      value: Decimal.of(twice.length),
      formula: `COUNTIF(${column(invoices, 'treatment')},"Duplicate")`,
    },
    right: nothing,
    finding: `${counted(twice.length, 'invoice')} entered twice, ${amountsByCurrency(twice)}`,
    evidence: 'Invoices, filter on Treatment; duplicates reduce no liability',
  };
}

function cutOff({ period }: AccrualFigures, { dataAsOf }: BuildFacts): Control {
  const missing = Math.max(0, (Date.parse(period.end) - Date.parse(dataAsOf)) / 86_400_000);
  return {
    kind: 'evaluated',
    id: 'C18',
    title: 'The data reach the end of the period',
    owner,
    isMoney: false,
    left: {
      label: 'Days of the period after the data cut-off',
      value: Decimal.of(missing),
      formula: 'MAX(0,period_end-data_as_of)',
    },
    right: nothing,
    finding: `The data end on ${dataAsOf}, ${counted(missing, 'day')} before ${period.end}`,
    evidence: 'Cover, data as of',
  };
}
