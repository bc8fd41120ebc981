import { LEVELS, type Level } from './item-map.ts';

/** Columns of edc_item that name each level within the one around it. */
const NAMED_BY: Readonly<Record<Level, readonly string[]>> = {
  subject: ['subject_id'],
  event: ['visit_name', 'event_repeat'],
  form: ['form_id', 'form_repeat'],
  group: ['group_id', 'coalesce(group_repeat, log_number)', 'record_id'],
};

const columnsTo = (level: Level): readonly string[] =>
  LEVELS.slice(0, LEVELS.indexOf(level) + 1).flatMap((one) => NAMED_BY[one]);

/** SQL of the path of what an item stands in at a level, the same for all items of it within a study. */
export const pathSql = (level: Level): string =>
  `concat_ws('/', ${columnsTo(level)
    .map((column) => `coalesce(${column}, '')`)
    .join(', ')})`;

/** SQL of what tells one thing at a level from all others of all studies and sources. */
export const keySql = (level: Level): string =>
  `concat_ws(chr(31), _source, study_id, ${pathSql(level)})`;
