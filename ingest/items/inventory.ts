import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { filePath, openEngine, text } from '../engine.ts';
import { openStaging } from '../lake/staging.ts';
import { isInForce, readLedger } from '../ledger/ledger.ts';
import { type Definitions, type ItemDefinition, readDefinitions } from './definitions.ts';

/** A field that a study has delivered, where it stands, and how often; never a value of it. */
export interface DeliveredItem {
  readonly study: string;
  readonly source: string;
  readonly form: string | null;
  readonly group: string | null;
  readonly item: string;
  /** Events (visits) in which it stands. */
  readonly events: number;
  readonly subjects: number;
  /** Data points, and those of them whose newest delivery has a value. */
  readonly points: number;
  readonly filled: number;
  /** Whether the group has several lines in one form. */
  readonly repeats: boolean;
  readonly definition: ItemDefinition | undefined;
}

/** What has been delivered of the items of studies, and what their metadata say. */
export interface Inventory {
  readonly items: readonly DeliveredItem[];
  readonly definitions: Definitions;
}

const inventorySql = (parts: string, study: string | undefined): string => `
WITH newest AS (
  SELECT study_id, _source, item_id, any_value(form_id) AS form_id, any_value(group_id) AS group_id,
    any_value(field_id) AS field_id, any_value(visit_name) AS visit_name, any_value(subject_id) AS subject_id,
    any_value(concat_ws(chr(31), subject_id, visit_name, event_repeat, form_id, form_repeat)) AS page,
    any_value(coalesce(group_repeat, log_number, '') || chr(31) || coalesce(record_id, '')) AS line,
    arg_max(value IS NOT NULL AND _deleted IS NULL, (_loaded_at, _row)) AS is_filled
  FROM ${parts} WHERE field_id IS NOT NULL${study === undefined ? '' : ` AND study_id = ${text(study)}`}
  GROUP BY ALL),
lines AS (SELECT study_id, _source, form_id, group_id, page, count(DISTINCT line) AS lines FROM newest GROUP BY ALL),
repeating AS (SELECT study_id, _source, form_id, group_id, max(lines) > 1 AS repeats FROM lines GROUP BY ALL)
SELECT newest.study_id AS study, newest._source AS source, newest.form_id AS form, newest.group_id AS "group", field_id AS item,
  count(DISTINCT visit_name)::INTEGER AS events, count(DISTINCT subject_id)::INTEGER AS subjects, count(*)::INTEGER AS points,
  (count(*) FILTER (WHERE is_filled))::INTEGER AS filled, any_value(repeats) AS repeats
FROM newest JOIN repeating ON repeating.study_id = newest.study_id AND repeating._source = newest._source
  AND repeating.form_id IS NOT DISTINCT FROM newest.form_id AND repeating.group_id IS NOT DISTINCT FROM newest.group_id
GROUP BY ALL ORDER BY ALL`;

/** Columns that loads from before they were delivered lack. */
const WANTED = ['event_repeat', 'form_repeat', 'group_id', 'group_repeat', 'record_id'] as const;

/** Items that the lake holds of one study, or of all, with what the originals' metadata say of them. */
export const readInventory = async (home: string, study?: string): Promise<Inventory> => {
  const staging = await openStaging(home);
  try {
    await mkdir(staging.spill, { recursive: true });
    const engine = await openEngine(staging.spill);
    try {
      const loads = (await readLedger(home)).filter(
        (load) => isInForce(load) && load.record.feed === 'edc_item',
      );
      const definitions = await readDefinitions(home, await staging.room('originals'));
      if (loads.length === 0) return { items: [], definitions };
      const files = loads.map(({ folder }) =>
        filePath(join(folder, 'part-')).replace(/'$/, "*.parquet'"),
      );
      const absent = WANTED.map((name) => `NULL::VARCHAR AS ${name}`).join(', ');
      const parts = `(SELECT * FROM read_parquet([${files.join(', ')}], hive_partitioning = false, union_by_name = true) UNION ALL BY NAME SELECT ${absent} WHERE false)`;
      const rows = await engine.rows(inventorySql(parts, study));
      const items = rows.map((row) => {
        const one = row as unknown as Omit<DeliveredItem, 'definition'>;
        return { ...one, definition: definitions.get(one.study)?.get(one.item) };
      });
      return { items, definitions };
    } finally {
      engine.close();
    }
  } finally {
    await staging.remove();
  }
};
