import { canonicalSql } from '../compile/canonical.ts';
import { type Plan, placed, planFeed } from '../compile/plan.ts';
import { type Contract, contracts } from '../contract.ts';
import { identifier, text } from '../engine.ts';
import type { ColumnSource, FileMapping } from '../profiles/profile.ts';
import { type ItemColumn, type ItemMap, itemsOf, type RecordMap } from './item-map.ts';
import { cellsOf, isMapped, statesSql } from './records.ts';

/** Item maps as SQL; `ITEMS` stands in it for the versions of items. */
export interface CompiledItemMaps {
  /** SQL on edc_item of which rows any map reads. */
  readonly filter: string;
  /** SQL of the rows that come out, by feed. */
  readonly feeds: Readonly<Record<string, string>>;
}

const sourceOf = (name: string, column: ItemColumn): ColumnSource => {
  const { join, separator, constant, values, otherwise, date_formats, null_words } = column;
  return {
    ...(constant === undefined ? {} : { constant }),
    ...(join
      ? { join: join.map((_, at) => `${name} ${at}`) }
      : constant === undefined
        ? { from: name }
        : {}),
    ...(separator === undefined ? {} : { separator }),
    ...(values ? { values } : {}),
    ...(otherwise === undefined ? {} : { otherwise }),
    ...(date_formats ? { date_formats } : {}),
    ...(null_words ? { null_words } : {}),
    ...(column.case ? { case: column.case } : {}),
  };
};

const planOf = (
  map: ItemMap,
  record: RecordMap,
  contract: Contract,
  names: readonly string[],
): Plan => {
  const columns = Object.fromEntries(
    Object.entries(record.columns).map(([name, column]) => [name, sourceOf(name, column)]),
  );
  const feed = { feed: record.feed, mode: 'delta', columns } as const;
  const mapping: FileMapping = {
    name: `${map.name} line ${record.line}`,
    profile: map.name,
    source: map.name,
    match: {},
    drop: [],
    keep: [],
    reading: map.reading,
    feeds: [feed],
  };
  return planFeed(map.file, mapping, feed, contract, placed(names), {});
};

/** SQL of the rows of one entry: canonical text of every state of each record, with what refuses it. */
const entrySql = (map: ItemMap, record: RecordMap, contract: Contract): string => {
  const cells = Object.entries(record.columns).flatMap(([name, column]) =>
    cellsOf(map, record, name, column),
  );
  const plan = planOf(
    map,
    record,
    contract,
    cells.map(({ name }) => name),
  );
  const delivered = cells.map(({ sql }, at) => `${sql} AS c${at}`);
  const names = contract.columns.map(({ name }) => identifier(name));
  const relation = `SELECT _row, NULL::VARCHAR AS _fault, NULL::VARCHAR AS _cells${delivered.map((one) => `, ${one}`).join('')} FROM numbered`;
  return `WITH states AS MATERIALIZED (${statesSql(map, record)}),
numbered AS MATERIALIZED (SELECT *, row_number() OVER (ORDER BY _at, _record) AS _row FROM states),
canonical AS (${canonicalSql(plan, relation, 'any')})
SELECT ${names.map((name) => `canonical.${name}`).join(', ')}, canonical._refused, numbered._stands, numbered._record || chr(31) || ${text(record.suffix)} AS _record, numbered._at, numbered._load, numbered._item_source FROM canonical JOIN numbered USING (_row)`;
};

const LINEAGE = `NULL::VARCHAR AS _extra, CASE WHEN NOT _stands THEN 'true' END AS _deleted, _load AS _load_id, _at AS _loaded_at, NULL::VARCHAR AS _file_sha256, row_number() OVER (ORDER BY _at, _record) AS _row, 'delta' AS _mode, _item_source || '/' || _map AS _source, NULL::VARCHAR AS _scope, true AS _is_complete`;

/**
 * SQL of what a feed is delivered by all maps: the contract's columns, the lineage columns of the lake, `_refused`
 * (`rule|column`, else NULL), `_record` and `_item_source`. A record that ceases to be a row is a deleted row, which refuses nothing.
 */
const feedSql = (contract: Contract, entries: readonly string[]): string => {
  const names = contract.columns.map(({ name }) => identifier(name)).join(', ');
  const key = contract.key.map(identifier).join(', ');
  const refused = `CASE WHEN NOT _stands THEN NULL WHEN _refused IS NOT NULL THEN _refused WHEN row_number() OVER (PARTITION BY ${key}, _item_source, _at, _stands, _refused IS NULL ORDER BY _record) > 1 THEN ${text(`duplicate_key|${contract.key.join(', ')}`)} END`;
  return `SELECT ${names}, ${LINEAGE}, _refused, _record, _item_source FROM (SELECT *, coalesce(max(CASE WHEN _stands AND _refused IS NULL THEN 1 END) OVER (PARTITION BY _record ORDER BY _at ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) = 1 AS _stood FROM (SELECT * REPLACE (${refused} AS _refused) FROM (${entries.join(' UNION ALL ')}))) WHERE _stands OR _stood`;
};

/** Item maps as SQL over the versions of items. */
export const compileItemMaps = (maps: readonly ItemMap[]): CompiledItemMaps => {
  const byFeed = new Map<string, string[]>();
  for (const map of maps) {
    for (const record of map.records) {
      const contract = contracts().get(record.feed);
      if (!contract) throw new Error(`no contract ${record.feed}`);
      const sql = `SELECT *, ${text(map.name)} AS _map FROM (${entrySql(map, record, contract)})`;
      byFeed.set(record.feed, [...(byFeed.get(record.feed) ?? []), sql]);
    }
  }
  const wanted = maps.map((map) => {
    const oids = [
      ...new Set(map.records.flatMap((record) => itemsOf(record).map(({ oid }) => oid))),
    ];
    const items = oids.map(text).join(', ');
    return `(${isMapped(map)} AND (field_id IN (${items}) OR (field_id IS NULL AND _is_delete)))`;
  });
  return {
    filter: wanted.length > 0 ? wanted.join(' OR ') : '',
    feeds: Object.fromEntries(
      [...byFeed].map(([feed, entries]) => {
        const contract = contracts().get(feed);
        return [feed, contract ? feedSql(contract, entries) : ''];
      }),
    ),
  };
};
