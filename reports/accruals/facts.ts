import type { Door, Viewer } from '@portolan/query';
import { ReportError } from '../errors.ts';
import type { Period } from '../period.ts';
import type { BuildFacts } from './build-facts.ts';
import type { Origin } from './sheets/provenance.ts';

/** What the build and its feeds say of themselves; refuses a period that the data do not reach. */
export async function readFacts(
  door: Door,
  viewer: Viewer,
  period: Period,
): Promise<{ facts: BuildFacts; origin: Omit<Origin, 'readings'> }> {
  const freshness = await door.freshness();
  const build = door.build();
  if (period.start > build.as_of_date) {
    throw new ReportError(
      'REPORT_PERIOD_AFTER_DATA',
      `Period ${period.name} has not begun in the data, which end on ${build.as_of_date}: choose an earlier month or load newer data.`,
    );
  }
  return {
    facts: {
      id: build.build_id,
      createdAt: build.created_at,
      dataAsOf: build.as_of_date,
      earnedRows: build.marts.earned_cost?.rows ?? null,
      isScoped: Object.values(viewer.scope).some((allowed) => allowed !== '*'),
    },
    origin: {
      viewer,
      definitions: freshness.definitions_version,
      asKnownAt: freshness.as_known_at,
      feeds: freshness.feeds,
    },
  };
}
