import type { Report } from './run_scenario.ts';
import type { Aspect } from './scenario.ts';

/** True when dbt-ts did all that dbt did, known deviations aside. */
export function isConformant({ unexplained, stale }: Report): boolean {
  return unexplained.length + stale.length === 0;
}

/** What differed, one paragraph each, and a closing line. */
export function reportText(report: Report): string {
  const { scenario, compared, equal, unexplained, stale } = report;
  const paragraphs = unexplained.map(
    ({ aspect, subject, dbt, ours, step }) =>
      `${scenario.name}: ${aspect} of ${subject}, first in step ${step}\n  dbt:    ${indented(dbt)}\n  dbt-ts: ${indented(ours)}`,
  );
  const gone = stale.map(
    ({ aspect, subject }) => `${scenario.name}: ${aspect} of ${subject} no longer deviates`,
  );
  const counts = Object.entries(compared).map(
    ([aspect, count]) => `${equal[aspect as Aspect]}/${count} ${aspect}`,
  );
  const closing = `${scenario.name}: equal ${counts.join(', ')}; ${unexplained.length} differences`;
  return [...paragraphs, ...gone, closing].join('\n');
}

function indented(text: string): string {
  return text.split('\n').slice(0, 20).join('\n          ');
}
