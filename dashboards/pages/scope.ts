import { count } from '../format/number.ts';
import { list } from '../format/words.ts';
import { definitions } from '../state/definitions.ts';
import { chosen, type FilterName, filterLabels, filterNames, toWhere } from '../state/filters.ts';
import { freshness } from '../state/freshness.ts';
import type { Filter } from '../wire/types.ts';

function takes(metric: string, name: FilterName): boolean {
  return definitions.value.get(metric)?.dimensions?.includes(name) ?? true;
}

function inapplicable(metrics: readonly string[]): FilterName[] {
  return filterNames.filter(
    (name) => chosen.value[name].length > 0 && !metrics.every((metric) => takes(metric, name)),
  );
}

/** The page's filters as far as every one of these metrics has the dimension. */
export function filtersFor(metrics: readonly string[]): Filter[] {
  const without = inapplicable(metrics);
  return toWhere(
    chosen.value,
    filterNames.filter((name) => !without.includes(name)),
  );
}

/** One sentence for each filter that these metrics cannot be filtered by. */
export function limitsOf(metrics: readonly string[]): string[] {
  const names = inapplicable(metrics).map((name) => filterLabels[name].toLowerCase());
  return names.length === 0
    ? []
    : [`Not filtered by ${list(names)}: the figures are not recorded at that grain.`];
}

/** Day the data were true, as ISO date. */
export function asOfDay(): string {
  return freshness.value?.data_as_of.slice(0, 10) ?? '';
}

/** Up to the day the data were true, so that plan and actual cover the same time. */
export function untilNow(): Filter {
  return { dimension: 'metric_time', op: '<=', values: [asOfDay()] };
}

export function describeFilters(): string {
  const active = filterNames.filter((name) => chosen.value[name].length > 0).length;
  return active === 0 ? 'no filters' : count(active, 'filter');
}
