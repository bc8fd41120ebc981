import { batch } from '@preact/signals';
import { type FilterName, options } from '../state/filters.ts';
import { answerOf } from '../state/query.ts';
import { textIn } from '../wire/cells.ts';
import type { QueryRequest, Table } from '../wire/types.ts';

/** Asked on every page and never filtered: what the filters can be set to. */
export function commonQueries(): Record<'studies' | 'countries', QueryRequest> {
  return {
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
  batch(() => {
    if (studies.status === 'ready' && studies.table) {
      const { table } = studies;
      const found = studyFilters.map((name) => [name, valuesOf(table, name)]);
      options.value = { ...options.peek(), ...Object.fromEntries(found) };
    }
    if (countries.status === 'ready' && countries.table) {
      options.value = { ...options.peek(), country: valuesOf(countries.table, 'country') };
    }
  });
}
