import { Decimal } from '../decimal.ts';
import type { Period } from '../period.ts';
import { type ConvertedLine, convert, openingPrepaidOf } from './conversion.ts';
import { bookedIn, type DetailLine, detailLine, type IdleParty, noActivity } from './detail.ts';
import type { Exchange } from './exchange.ts';
import { lineKey, noLine } from './line-key.ts';
import { type AccrualMarts, type Site, siteKey } from './marts.ts';
import type { AccrualPolicy } from './policy.ts';
import { type RollForwardLine, rollForward } from './rollforward.ts';

/** A roll-forward line beside its functional-currency figures (null: a rate is missing). */
export type AccrualLine = {
  readonly line: RollForwardLine;
  readonly converted: ConvertedLine | null;
  readonly openingPrepaid: Decimal | null;
};

/** One study's liability in functional currency. */
export type StudyFigures = {
  readonly study: string;
  readonly name: string;
  readonly opening: Decimal;
  readonly expense: Decimal;
  readonly trueUp: Decimal;
  readonly invoiced: Decimal;
  readonly reclass: Decimal;
  readonly exchange: Decimal;
  readonly closing: Decimal;
  readonly openingPrepaid: Decimal;
  readonly prepaid: Decimal;
  readonly holdback: Decimal;
};

/** Every figure of the workbook, exact, before any of it becomes a cell. */
export type AccrualFigures = {
  readonly period: Period;
  readonly policy: AccrualPolicy;
  readonly marts: AccrualMarts;
  readonly exchange: Exchange;
  readonly details: readonly DetailLine[];
  /** Events that the mart holds but whose month is after the period. */
  readonly laterEvents: number;
  readonly lines: readonly AccrualLine[];
  /** Id of the line that a contract and currency belong to. */
  lineOf(contract: string | null, currency: string | null): string;
  readonly studies: readonly StudyFigures[];
};

export function computeFigures(
  marts: AccrualMarts,
  exchange: Exchange,
  period: Period,
  policy: AccrualPolicy,
): AccrualFigures {
  const booked = marts.earned.filter((earned) => bookedIn(earned) <= period.name);
  const details = booked.map((earned) => detailLine(earned, period));
  const worked = new Set(details.map(({ earned }) => lineKey(earned.contract, earned.currency)));
  const lines = rollForward(marts, details, period).map((line) => {
    const openingPrepaid = openingPrepaidOf(line, exchange, period.name);
    return { line, openingPrepaid, converted: convert(line, exchange, openingPrepaid) };
  });
  const studies = [...new Set(lines.map(({ line }) => line.study))].map((study) =>
    studyFigures(
      study,
      marts.studies.get(study) ?? '',
      lines.filter(({ line }) => line.study === study),
    ),
  );
  const lineIds = new Map(
    lines.map(({ line }) => [lineKey(line.contract, line.currency), line.id]),
  );
  const idle = lines
    .map(({ line }) => line)
    .filter((line) => !worked.has(lineKey(line.contract, line.currency)))
    .map(noActivity);
  const idleSites = sitesWithoutEvents(marts, details, lines, period).map(noActivity);
  return {
    period,
    policy,
    marts,
    exchange,
    details: [...details, ...idle, ...idleSites],
    laterEvents: marts.earned.length - booked.length,
    lines,
    lineOf: (contract, currency) => lineIds.get(lineKey(contract, currency)) ?? noLine,
    studies,
  };
}

/** Active sites of the studies accrued here of which no event is known. */
function sitesWithoutEvents(
  marts: AccrualMarts,
  details: readonly DetailLine[],
  lines: readonly AccrualLine[],
  period: Period,
): IdleParty[] {
  const studies = new Set(lines.map(({ line }) => line.study));
  const known = new Set([
    ...details.map(({ earned }) => siteKey(earned.study, earned.site)),
    ...lines.map(({ line }) => siteKey(line.study, line.site)),
  ]);
  return [...marts.sites.values()]
    .filter(({ study, site }) => studies.has(study) && !known.has(siteKey(study, site)))
    .filter((site) => isActive(site, period))
    .map(({ study, site }) => ({ study, site, contract: null, currency: null }));
}

function isActive({ activated, closed }: Site, period: Period): boolean {
  return activated !== null && activated <= period.end && (closed ?? period.start) >= period.start;
}

/** Total of one amount over lines; a line without a rate adds nothing and fails its control. */
export function totalOf(
  lines: readonly AccrualLine[],
  amount: (converted: ConvertedLine) => Decimal,
): Decimal {
  return Decimal.sum(
    lines.map(({ converted }) => (converted === null ? Decimal.zero : amount(converted))),
  );
}

function studyFigures(study: string, name: string, lines: readonly AccrualLine[]): StudyFigures {
  return {
    study,
    name,
    opening: totalOf(lines, (line) => line.opening),
    expense: totalOf(lines, (line) => line.expense),
    trueUp: totalOf(lines, (line) => line.trueUp),
    invoiced: totalOf(lines, (line) => line.invoiced),
    reclass: totalOf(lines, (line) => line.reclass),
    exchange: totalOf(lines, (line) => line.exchange),
    closing: totalOf(lines, (line) => line.closing),
    openingPrepaid: totalOf(lines, (line) => line.openingPrepaid),
    prepaid: totalOf(lines, (line) => line.closingPrepaid),
    holdback: totalOf(lines, (line) => line.holdback),
  };
}
