import { contracts } from '../../contract.ts';
import type { DeliveredItem } from '../inventory.ts';
import type { Level } from '../item-map.ts';
import {
  KNOWN_FEEDS,
  type KnownFeed,
  LABORATORY_TESTS,
  meaningsOf,
  VITAL_SIGNS,
} from './known-names.ts';

/** An item that a column of a feed may be made of. */
export interface ProposedColumn {
  readonly column: string;
  readonly item: DeliveredItem;
}

/** An entry that a map may have, with what led to it. */
export interface ProposedRecord {
  readonly feed: string;
  readonly form: string | null;
  readonly level: Level;
  readonly columns: readonly ProposedColumn[];
  /** Items that are each the result of one test. */
  readonly tests: readonly { readonly code: string; readonly item: DeliveredItem }[];
}

const namesOf = ({ item, definition }: DeliveredItem): ReadonlySet<string> =>
  new Set(
    [item, definition?.name, definition?.variable].flatMap((name) =>
      name ? meaningsOf(name) : [],
    ),
  );

const isDate = ({ definition }: DeliveredItem): boolean =>
  /date/i.test(definition?.data_type ?? '');

const isBox = ({ definition }: DeliveredItem): boolean => definition?.data_type === 'boolean';

/** Whether an item's type, as far as it is known, lets it be a column. */
const canBe = (feed: string, column: string, item: DeliveredItem): boolean => {
  const format = contracts()
    .get(feed)
    ?.columns.find(({ name }) => name === column)?.format;
  return format === 'boolean' || !isBox(item);
};

const byLabel = (items: readonly DeliveredItem[], feed: string, column: string, label: RegExp) =>
  items.find(
    (item) =>
      label.test(item.definition?.label ?? '') &&
      isDate(item) === column.endsWith('_date') &&
      canBe(feed, column, item),
  );

/** Items that may be columns of a feed: by name, else by label. */
const fitting = (
  items: readonly DeliveredItem[],
  { feed, columns, labels }: KnownFeed,
): readonly ProposedColumn[] => {
  const byName = Object.entries(columns).flatMap(([column, names]) => {
    const item = names
      .map((name) => items.find((one) => namesOf(one).has(name) && canBe(feed, column, one)))
      .find((one) => one !== undefined);
    return item ? [{ column, item }] : [];
  });
  const named = new Set(byName.map(({ column }) => column));
  const labelled = Object.entries(labels ?? {}).flatMap(([column, label]) => {
    if (named.has(column)) return [];
    const item = byLabel(items, feed, column, label);
    return item ? [{ column, item }] : [];
  });
  return [...byName, ...labelled];
};

const matching = (items: readonly DeliveredItem[], known: KnownFeed): readonly ProposedColumn[] => {
  const columns = fitting(items, known);
  return columns.some(({ column }) => known.anchors.includes(column)) ? columns : [];
};

const FIXED: Readonly<Record<string, Level>> = { subject_visit: 'event', demographics: 'subject' };

const levelOf = (feed: string, items: readonly DeliveredItem[]): Level =>
  FIXED[feed] ?? (items.some(({ repeats }) => repeats) ? 'group' : 'form');

const formsOf = (items: readonly DeliveredItem[]): readonly (readonly DeliveredItem[])[] =>
  [...new Set(items.map(({ form }) => form))].map((form) =>
    items.filter((item) => item.form === form),
  );

/** Feeds of which wide forms have a field for each test. */
const WIDE = [
  { feed: 'lab_result', codes: LABORATORY_TESTS, date: 'collection_date' },
  { feed: 'vital_sign', codes: VITAL_SIGNS, date: 'measured_date' },
];

/** Fields of a form that are each a test; only where there are several, since a short name may mean anything. */
const wide = (
  items: readonly DeliveredItem[],
  { feed, codes, date }: (typeof WIDE)[number],
): readonly ProposedRecord[] => {
  const tests = items.flatMap((item) => {
    const code = [...namesOf(item)].find((name) => codes.has(name));
    return code === undefined ? [] : [{ code, item }];
  });
  const [first] = items;
  if (tests.length < 3 || !first) return [];
  const known = KNOWN_FEEDS.find((one) => one.feed === feed);
  const columns = known ? fitting(items, known) : [];
  return [
    {
      feed,
      form: first.form,
      level: levelOf(
        feed,
        tests.map(({ item }) => item),
      ),
      columns: columns.filter(({ column }) => column === date),
      tests,
    },
  ];
};

/** Entries for the items of one study, by what CDASH and SDTM call them, form by form in the order of feeds. */
export const proposeRecords = (items: readonly DeliveredItem[]): readonly ProposedRecord[] => {
  const filled = items.filter((item) => item.filled > 0);
  const records = formsOf(filled).flatMap((form) => {
    const [first] = form;
    if (!first) return [];
    const known = KNOWN_FEEDS.flatMap((one): ProposedRecord[] => {
      const columns = matching(form, one);
      if (columns.length === 0) return [];
      const level = levelOf(
        one.feed,
        columns.map(({ item }) => item),
      );
      return [{ feed: one.feed, form: first.form, level, columns, tests: [] }];
    });
    const unknown = WIDE.filter(({ feed }) => !known.some((one) => one.feed === feed));
    return [...known, ...unknown.flatMap((one) => wide(form, one))];
  });
  const order = [...contracts().keys()];
  return records.sort((left, right) => order.indexOf(left.feed) - order.indexOf(right.feed));
};
