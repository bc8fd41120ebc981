import { contracts } from '../contract.ts';
import { type ItemColumn, itemsOf, LEVELS, type Part, type RecordMap } from './item-map.ts';

/** Feeds whose models read rows made of items. */
export const MAPPED_FEEDS: readonly string[] = [
  'adverse_event',
  'consent',
  'demographics',
  'disposition',
  'eligibility',
  'exposure',
  'lab_result',
  'subject_visit',
  'vital_sign',
];

/** What a column is made of where a map does not name it. */
const USUAL: Readonly<Record<string, Part>> = {
  study_id: 'study',
  subject_id: 'subject',
  site_id: 'site',
  visit_name: 'event',
  entered_date: 'entered',
};

/** The entry with the columns that need no saying: whose the row is, and the record's path for an id. */
export const withDefaults = (record: RecordMap): RecordMap => {
  const contract = contracts().get(record.feed);
  if (!contract) return record;
  const given: Record<string, ItemColumn> = {};
  for (const { name } of contract.columns) {
    const isEvent = name !== 'visit_name' || record.level !== 'subject';
    const part = USUAL[name] ?? (contract.key.includes(name) ? 'record' : undefined);
    if (part !== undefined && isEvent) given[name] = { part };
  }
  return { ...record, columns: { ...given, ...record.columns } };
};

/** What is wrong with an entry, and in which column. */
export interface RecordFault {
  readonly why: string;
  readonly column?: string;
}

const columnFault = (
  record: RecordMap,
  name: string,
  column: ItemColumn,
  isKey: boolean,
): string | undefined => {
  if (isKey && column.part === undefined && column.constant === undefined) {
    return `${name} is in the key of ${record.feed}, which must not change with an item's value; make it a part or a constant`;
  }
  if (column.of && LEVELS.indexOf(column.of) >= LEVELS.indexOf(record.level)) {
    return `${name} looks for its item in the whole ${column.of}, and a row is one ${record.level} already; leave out "of"`;
  }
  if (column.of && column.item === undefined)
    return `${name} has "of", which only an item can have`;
  return undefined;
};

/** The first thing that is wrong with an entry. */
export const recordFault = (record: RecordMap): RecordFault | undefined => {
  const { feed } = record;
  const contract = contracts().get(feed);
  if (!contract || !MAPPED_FEEDS.includes(feed)) {
    return { why: `${feed} is no feed that items can make; those are ${MAPPED_FEEDS.join(', ')}` };
  }
  const known = new Set(contract.columns.map(({ name }) => name));
  for (const [column, made] of Object.entries(record.columns)) {
    if (!known.has(column)) return { why: `${column} is no column of ${feed}`, column };
    const why = columnFault(record, column, made, contract.key.includes(column));
    if (why) return { why, column };
  }
  const missing = contract.required.find((name) => record.columns[name] === undefined);
  if (missing) return { why: `${feed} requires ${missing}, and no column says what it is` };
  if (!itemsOf(record).some(({ of }) => of === undefined)) {
    return {
      why: `the entry names no item of the ${record.level} itself, so nothing says which rows there are`,
    };
  }
  return undefined;
};
