import { type FilterName, options } from '../state/filters.ts';
import { answerOf } from '../state/query.ts';
import { classes } from '../state/session.ts';
import { textIn } from '../wire/cells.ts';
import type { QueryRequest, Table } from '../wire/types.ts';
import { currencyQuery } from './currency.ts';

/** Asked on every page and never filtered: what the filters can be set to, and the currency. */
export function commonQueries(): Record<string, QueryRequest> {
  const queries: Record<string, QueryRequest> = {
    studies: {
      list: 'dim_study',
      columns: [
        'study_id',
        'study_name',
        'programme',
        'phase',
        'therapeutic_area',
        'study_status',
        'planned_subjects',
      ],
      order: [{ column: 'study_id' }],
      limit: 5000,
    },
    countries: { metrics: ['sites'], by: ['country'] },
  };
  if (classes.value.has('commercial')) queries.currency = currencyQuery;
  return queries;
}

function valuesOf({ rows }: Table, column: string): string[] {
  const values = rows.flatMap((row) => textIn(row[column]) ?? []);
  return [...new Set(values)].sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
}

const studyFilters: readonly FilterName[] = [
  'programme',
  'phase',
  'therapeutic_area',
  'study_status',
];

/** Takes the filters' values from the answers, as soon as these are there. */
export function followOptions(): void {
  const studies = answerOf('studies');
  const countries = answerOf('countries');
  const found = { ...options.peek() };
  if (studies.status === 'ready' && studies.table) {
    for (const name of studyFilters) found[name] = valuesOf(studies.table, name);
  }
  if (countries.status === 'ready' && countries.table) {
    found.country = valuesOf(countries.table, 'country');
  }
  options.value = found;
}
