import { list } from '../format/words.ts';
import { definitions } from '../state/definitions.ts';
import {
  type Chosen,
  chosen,
  type FilterName,
  filterLabels,
  filterNames,
  toWhere,
} from '../state/filters.ts';
import { freshness } from '../state/freshness.ts';
import { classes } from '../state/session.ts';
import type { Filter, MetricsRequest } from '../wire/types.ts';

type Filters = Pick<Chosen, FilterName>;

function takes(metric: string, name: FilterName): boolean {
  return definitions.value?.get(metric)?.dimensions?.includes(name) ?? true;
}

function active(filters: Filters): FilterName[] {
  return filterNames.filter((name) => filters[name].length > 0);
}

/** The metrics that every filter in force applies to. */
function filterable(metrics: readonly string[], filters: Filters): string[] {
  return metrics.filter((metric) => active(filters).every((name) => takes(metric, name)));
}

function shared(metrics: readonly string[], filters: Filters): FilterName[] {
  return active(filters).filter((name) => metrics.every((metric) => takes(metric, name)));
}

/**
 * Metrics under the page's filters. Metrics that a filter in force does not apply to are left out,
 * so that filtered and unfiltered numbers never stand side by side; when none is left, all are asked
 * under the filters they share. `limitsOf` tells the reader either way.
 */
export function underFilters(
  metrics: readonly string[],
  filters: Filters = chosen.value,
  always: readonly Filter[] = [],
): MetricsRequest {
  const able = filterable(metrics, filters);
  const where = (names: readonly FilterName[]) => [...always, ...toWhere(filters, names)];
  return able.length > 0
    ? { metrics: able, where: where(filterNames) }
    : { metrics, where: where(shared(metrics, filters)) };
}

function labelOf(metric: string): string {
  return (definitions.value?.get(metric)?.label ?? metric.replaceAll('_', ' ')).toLowerCase();
}

/** What `underFilters` could not honour, in a sentence. */
export function limitsOf(metrics: readonly string[], filters: Filters = chosen.value): string[] {
  const able = filterable(metrics, filters);
  if (able.length === metrics.length) return [];
  const ignored = active(filters).filter((name) => !shared(metrics, filters).includes(name));
  const by = list(ignored.map((name) => filterLabels[name].toLowerCase()));
  if (able.length === 0) return [`Not filtered by ${by}: not recorded at that grain.`];
  const missing = metrics.filter((metric) => !able.includes(metric)).map(labelOf);
  return [`Not recorded by ${by}, so left out: ${list(missing)}.`];
}

/** ` in DE, CH` while the countries are filtered, else nothing: what a sentence covers. */
export function inCountries({ country }: Filters = chosen.value): string {
  return country.length === 0 ? '' : ` in ${country.join(', ')}`;
}

/** Whether the filters in force leave out the budget that the viewer may see; it is kept by study. */
export function isBudgetLeftOut({ country }: Filters = chosen.value): boolean {
  return country.length > 0 && classes.value.has('commercial') && !takes('spend_budget', 'country');
}

/** Day the data were true, as ISO date. */
export function asOfDay(): string {
  return freshness.value?.data_as_of.slice(0, 10) ?? '';
}
