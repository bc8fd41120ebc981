import { ReportError } from '../errors.ts';
import type { Period } from '../period.ts';
import type { BuildFacts } from './build-facts.ts';
import type { Door, Viewer } from './door.ts';
import type { Origin } from './sheets/provenance.ts';

/** What the build and its feeds say of themselves; refuses a period that the build knows nothing of. */
export async function readFacts(
  door: Door,
  viewer: Viewer,
  period: Period,
): Promise<{ facts: BuildFacts; origin: Omit<Origin, 'readings'> }> {
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
      earnedRows: build.marts?.['earned_cost']?.rows ?? null,
      isScoped: false,
    },
    origin: { viewer, definitions: '1', feeds: [] },
  };
}
