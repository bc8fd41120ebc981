import type { Reading } from '../profiles/profile.ts';

/** What items stand in, outermost first; a record is one of these. */
export const LEVELS = ['subject', 'event', 'form', 'group'] as const;

export type Level = (typeof LEVELS)[number];

/** What every item says beside its value. `entered` and `changed` are the first and last day on which the record's items were written. */
export const PARTS = [
  'study',
  'subject',
  'site',
  'event',
  'event_repeat',
  'event_date',
  'form',
  'form_repeat',
  'group',
  'group_repeat',
  'record',
  'entered',
  'changed',
] as const;

export type Part = (typeof PARTS)[number];

/** An item by its OID. `of` is how far around the record it is looked for: other groups of its form, forms of its event ... */
export interface ItemReference {
  readonly item: string | readonly string[];
  readonly of?: Level;
}

/** Where a canonical column's value comes from: exactly one of item, join, date, unit, part and constant. */
export interface ItemColumn {
  /** Of several the first that has a value. */
  readonly item?: string | readonly string[];
  readonly of?: Level;
  readonly join?: readonly string[];
  readonly separator?: string;
  /** A date whose parts are items of their own. */
  readonly date?: { readonly year: string; readonly month?: string; readonly day?: string };
  /** The item whose unit is wanted. */
  readonly unit?: string;
  readonly part?: Part;
  readonly constant?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly otherwise?: string;
  readonly null_words?: readonly string[];
  readonly date_formats?: readonly string[];
  readonly case?: 'upper' | 'lower';
}

/** That an item holds one of `values`, or none of `not`; words compare without case. */
export interface ItemTest extends ItemReference {
  readonly values?: readonly string[];
  readonly not?: readonly string[];
}

/** How the rows of one feed are put together from items. */
export interface RecordMap {
  readonly feed: string;
  /** Line of the file where it begins. */
  readonly line: number;
  /** What tells its rows from those of another entry that are made of the same record; '' for none. */
  readonly suffix: string;
  readonly level: Level;
  readonly events: readonly string[];
  readonly forms: readonly string[];
  readonly groups: readonly string[];
  readonly where: readonly ItemTest[];
  /** Items without which there is no row, one of each list; none: any mapped item of the record will do. */
  readonly needs: readonly (readonly string[])[];
  readonly columns: Readonly<Record<string, ItemColumn>>;
}

/** How the items of some studies become rows of clinical feeds. */
export interface ItemMap {
  readonly name: string;
  /** The file's name, for messages. */
  readonly file: string;
  /** Study ids; `*` stands for any characters. */
  readonly studies: readonly string[];
  /** Sources whose items it maps; none: all. */
  readonly sources: readonly string[];
  readonly reading: Reading;
  readonly records: readonly RecordMap[];
}

const listOf = (names: string | readonly string[] | undefined): readonly string[] =>
  names === undefined ? [] : typeof names === 'string' ? [names] : names;

/** The items that one column is made of. */
export const itemsOfColumn = (column: ItemColumn): readonly string[] => [
  ...listOf(column.item),
  ...(column.join ?? []),
  ...Object.values(column.date ?? {}),
  ...listOf(column.unit),
];

/** An item that a record map names, and how far around the record it is looked for. */
export interface NamedItem {
  readonly oid: string;
  readonly of: Level | undefined;
}

/** Every item that a record map names, once for each place where it is looked for. */
export const itemsOf = (record: RecordMap): readonly NamedItem[] => {
  const named = [
    ...Object.values(record.columns).flatMap((column) =>
      itemsOfColumn(column).map((oid) => ({ oid, of: column.of })),
    ),
    ...record.where.flatMap((test) => listOf(test.item).map((oid) => ({ oid, of: test.of }))),
    ...record.needs.flat().map((oid) => ({ oid, of: undefined })),
  ];
  return [...new Map(named.map((one) => [`${one.of}|${one.oid}`, one])).values()];
};
