import { constantText, identifier, NO_TEXT, text } from '../engine.ts';
import { deletedBy } from '../profiles/profile.ts';
import { type Plan, presentColumns } from './plan.ts';

/** Lineage that every accepted row carries. */
export interface Lineage {
  readonly loadId: string;
  /** ISO 8601 UTC. */
  readonly loadedAt: string;
  readonly sha256: string;
}

/** SQL of the same. */
export interface LineageSql {
  readonly loadId: string;
  readonly loadedAt: string;
  readonly sha256: string;
}

const plainTime = (iso: string): string => text(iso.replace('T', ' ').replace('Z', ''));

/** The lineage of the rows of one load. */
export const lineageOf = ({ loadId, loadedAt, sha256 }: Lineage): LineageSql => ({
  loadId: constantText(loadId),
  loadedAt: `TIMESTAMP ${plainTime(loadedAt)}`,
  sha256: constantText(sha256),
});

/** The lineage of rows of several loads; `load` is SQL of which it is, from 1. */
export const lineageOfEach = (loads: readonly Lineage[], load: string): LineageSql => {
  const pick = (values: readonly string[]): string => `[${values.join(', ')}][${load}]`;
  return {
    loadId: pick(loads.map(({ loadId }) => text(loadId))),
    loadedAt: `${pick(loads.map(({ loadedAt }) => plainTime(loadedAt)))}::TIMESTAMP`,
    sha256: pick(loads.map(({ sha256 }) => text(sha256))),
  };
};

const scopeOf = (plan: Plan): string => {
  if (plan.mode !== 'snapshot') return NO_TEXT;
  const parts = plan.scope.map((name) => ` || ':' || coalesce(${identifier(name)}, '')`);
  return `${text(plan.mapping.profile)}${parts.join('')}`;
};

/** SQL of canonical rows as they land, refused ones by a negative row number; `more` is SQL of columns after them. */
export const landing = (
  plan: Plan,
  { loadId, loadedAt, sha256 }: LineageSql,
  rows: string,
  more = '',
): string => {
  const given = new Set(presentColumns(plan));
  if (plan.extra.length > 0) given.add('_extra');
  if (plan.deleted || deletedBy(plan.feed).length > 0) given.add('_deleted');
  const columns = [...plan.contract.columns.map(({ name }) => name), '_extra', '_deleted'];
  const values = columns.map((name) =>
    given.has(name) ? identifier(name) : `${NO_TEXT} AS ${identifier(name)}`,
  );
  return `SELECT ${values.join(', ')}, ${loadId} AS _load_id, ${loadedAt} AS _loaded_at, ${sha256} AS _file_sha256, CASE WHEN _refused IS NULL THEN _row ELSE -_row END AS _row, ${constantText(plan.mode)} AS _mode, ${constantText(plan.source)} AS _source, ${scopeOf(plan)} AS _scope${more} FROM (${rows})`;
};
