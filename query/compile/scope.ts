import { martAccess } from '../access/classes.ts';
import type { Viewer } from '../access/viewer.ts';
import type { MartColumn } from '../definitions/model.ts';
import { QueryError } from '../errors.ts';
import type { Parameters } from './sql.ts';

interface Axis {
  readonly name: 'studies' | 'countries' | 'sites';
  readonly allowed: readonly string[] | '*';
  readonly columns: readonly string[];
}

function axes({ scope }: Viewer): Axis[] {
  return [
    { name: 'studies', allowed: scope.studies, columns: ['study_id'] },
    { name: 'countries', allowed: scope.countries, columns: ['country_code'] },
    { name: 'sites', allowed: scope.sites, columns: ['study_id', 'site_id'] },
  ];
}

/** A study's own description and schedule are open to whoever may see part of the study. */
const studyLevel = new Set(['dim_study', 'dim_visit_type']);

/**
 * Conditions that keep a mart to the rows a viewer may see. A mart that cannot be cut to the viewer's
 * countries or sites is refused as a whole: access is denied unless granted.
 */
export function scopeConditions(
  mart: string,
  columns: readonly MartColumn[],
  viewer: Viewer,
  parameters: Parameters,
): string[] {
  const { isReference, isOfAllStudies, otherSite } = martAccess[mart] ?? {};
  if (isReference) return [];
  const present = new Set(columns.map(({ name }) => name));
  return axes(viewer).flatMap(({ name, allowed, columns: needed }) => {
    if (allowed === '*') return [];
    if (studyLevel.has(mart) && name !== 'studies') return [];
    if (isOfAllStudies || !needed.every((column) => present.has(column))) {
      throw new QueryError(
        'QUERY_SCOPE_DENIED',
        `${mart} cannot be cut to the ${name} that the viewer may see, so nothing of it is shown.`,
      );
    }
    if (allowed.length === 0) return ['false'];
    const bound = allowed.map((value) => parameters.bind(value)).join(', ');
    const other: Readonly<Record<string, string>> = otherSite ?? {};
    const sides = [needed, ...(otherSite ? [needed.map((column) => other[column] ?? column)] : [])];
    return sides.map((side) => `${side.join(" || '|' || ")} in (${bound})`);
  });
}
