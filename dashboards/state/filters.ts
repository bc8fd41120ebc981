import { computed, signal } from '@preact/signals';
import type { Filter } from '../wire/types.ts';

export const filterNames = [
  'programme',
  'phase',
  'therapeutic_area',
  'study_status',
  'country',
] as const;

export type FilterName = (typeof filterNames)[number];
export type Chosen = Readonly<Record<FilterName, readonly string[]>>;

export const filterLabels: Readonly<Record<FilterName, string>> = {
  programme: 'Programme',
  phase: 'Phase',
  therapeutic_area: 'Therapeutic area',
  study_status: 'Study status',
  country: 'Country',
};

/** Sort and page of the page's table; they belong to one page and do not travel with links. */
export interface TableState {
  readonly sort?: string;
  readonly page: number;
}

export interface Address {
  readonly path: string;
  readonly search: string;
}

export interface Dropped {
  readonly name: string;
  readonly value: string;
}

const pageParameters = new Set(['sort', 'page']);

function isFilterName(name: string): name is FilterName {
  return (filterNames as readonly string[]).includes(name);
}

export function parseChosen(search: string): Chosen {
  const query = new URLSearchParams(search);
  const values = (name: FilterName) => [...new Set(query.getAll(name).filter((v) => v !== ''))];
  return {
    programme: values('programme'),
    phase: values('phase'),
    therapeutic_area: values('therapeutic_area'),
    study_status: values('study_status'),
    country: values('country'),
  };
}

export function parseTable(search: string): TableState {
  const query = new URLSearchParams(search);
  const page = Number(query.get('page') ?? 1);
  const sort = query.get('sort');
  return { page: Number.isInteger(page) && page > 0 ? page : 1, ...(sort ? { sort } : {}) };
}

/** Parameters that no page knows. */
export function parseUnknown(search: string): Dropped[] {
  return [...new URLSearchParams(search)]
    .filter(([name]) => !isFilterName(name) && !pageParameters.has(name))
    .map(([name, value]) => ({ name, value }));
}

/** Plain repeated parameters; what equals the default is not written. */
export function formatSearch(chosen: Chosen, table: TableState = { page: 1 }): string {
  const query = new URLSearchParams();
  for (const name of filterNames) for (const value of chosen[name]) query.append(name, value);
  if (table.sort !== undefined) query.set('sort', table.sort);
  if (table.page > 1) query.set('page', String(table.page));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}

function readAddress(): Address {
  return { path: location.pathname, search: location.search };
}

/** Values that exist, per filter; a filter without an entry is not known yet. */
export const options = signal<Partial<Record<FilterName, readonly string[]>>>({});

export const address = signal<Address>({ path: '/', search: '' });

export const asked = computed(() => parseChosen(address.value.search));
export const table = computed(() => parseTable(address.value.search));

function exists(name: FilterName, value: string): boolean {
  return options.value[name]?.includes(value) ?? true;
}

/** The filters in force: those asked for, without values that do not exist. */
export const chosen = computed<Chosen>(() => {
  const known = (name: FilterName) => asked.value[name].filter((value) => exists(name, value));
  return {
    programme: known('programme'),
    phase: known('phase'),
    therapeutic_area: known('therapeutic_area'),
    study_status: known('study_status'),
    country: known('country'),
  };
});

/** What the address asks for and the page cannot apply. */
export const dropped = computed<Dropped[]>(() => [
  ...parseUnknown(address.value.search),
  ...filterNames.flatMap((name) =>
    asked.value[name]
      .filter((value) => !exists(name, value))
      .map((value) => ({ name: filterLabels[name], value })),
  ),
]);

export function toWhere(filters: Chosen, names: readonly FilterName[] = filterNames): Filter[] {
  return names
    .filter((name) => filters[name].length > 0)
    .map((name) => ({ dimension: name, op: 'in', values: filters[name] }));
}

function write(path: string, search: string, how: 'push' | 'replace'): void {
  if (how === 'push') history.pushState(null, '', path + search);
  else history.replaceState(null, '', path + search);
  address.value = { path, search };
}

export function setFilter(name: FilterName, values: readonly string[]): void {
  const { sort } = table.value;
  const next = { ...chosen.value, [name]: values };
  write(address.value.path, formatSearch(next, { page: 1, ...(sort ? { sort } : {}) }), 'push');
}

export function clearFilters(): void {
  write(address.value.path, '', 'push');
}

/** Rewrites the address without what could not be applied. */
export function forgetDropped(): void {
  write(address.value.path, formatSearch(chosen.value, table.value), 'replace');
}

export function setTable(next: TableState): void {
  write(address.value.path, formatSearch(chosen.value, next), 'push');
}

export function hrefTo(path: string): string {
  return path + formatSearch(chosen.value);
}

export function navigate(href: string): void {
  const [path = '/', search = ''] = href.split('?');
  write(path, search === '' ? '' : `?${search}`, 'push');
}

/** Follows the browser's address until the returned function is called. */
export function followAddress(): () => void {
  const follow = () => {
    address.value = readAddress();
  };
  follow();
  addEventListener('popstate', follow);
  return () => removeEventListener('popstate', follow);
}
