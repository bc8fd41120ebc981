import { contracts } from '../contract.ts';
import type { DeliveredItem, Inventory } from './inventory.ts';
import { type ItemColumn, type ItemMap, itemsOf, type RecordMap } from './item-map.ts';
import { studyPattern } from './records.ts';

/** Something about an item map that a person should look at. */
export interface ItemMapDoubt {
  readonly file: string;
  readonly line: number;
  readonly feed: string | null;
  readonly sentence: string;
}

const named = (names: readonly string[]): string => names.join(', ');

const listOf = (given: string | readonly string[] | undefined): readonly string[] =>
  given === undefined ? [] : typeof given === 'string' ? [given] : given;

const UNDERSTOOD = new Set([
  'true',
  'yes',
  'y',
  't',
  '1',
  '1.0',
  'false',
  'no',
  'n',
  'f',
  '0',
  '0.0',
]);

/** Codes of an item's code list that the column neither translates nor understands. */
const untranslated = (
  feed: string,
  name: string,
  column: ItemColumn,
  delivered: readonly DeliveredItem[],
  nullWords: readonly string[],
): readonly string[] => {
  if (column.otherwise !== undefined) return [];
  const contract = contracts()
    .get(feed)
    ?.columns.find((one) => one.name === name);
  const isFlag = contract?.format === 'boolean';
  const words = contract?.words;
  if (!column.values && !isFlag && !words) return [];
  const known = new Set([
    ...Object.keys(column.values ?? {}).map((word) => word.toLowerCase()),
    ...(isFlag ? UNDERSTOOD : []),
    ...(words ?? []),
    ...nullWords.map((word) => word.toLowerCase()),
  ]);
  const oids = listOf(column.item);
  const codes = delivered
    .filter(({ item }) => oids.includes(item))
    .flatMap(({ definition }) => definition?.codes.map(({ code }) => code) ?? []);
  return [...new Set(codes)].filter((code) => !known.has(code.toLowerCase()));
};

const placeDoubts = (record: RecordMap, items: readonly DeliveredItem[]): readonly string[] => {
  const forms = new Set(items.map(({ form }) => form));
  const groups = new Set(items.map(({ group }) => group));
  const noForm = record.forms.filter((form) => !forms.has(form));
  const noGroup = record.groups.filter((group) => !groups.has(group));
  return [
    ...(noForm.length > 0 ? [`no item was delivered of form ${named(noForm)}`] : []),
    ...(noGroup.length > 0 ? [`no item was delivered of group ${named(noGroup)}`] : []),
  ];
};

const isHere = (record: RecordMap, { form, group }: DeliveredItem): boolean =>
  (record.forms.length === 0 || record.forms.includes(form ?? '')) &&
  (record.groups.length === 0 || record.groups.includes(group ?? ''));

const recordDoubts = (
  map: ItemMap,
  record: RecordMap,
  items: readonly DeliveredItem[],
): readonly string[] => {
  const delivered = new Set(items.map(({ item }) => item));
  const here = new Set(items.filter((one) => isHere(record, one)).map(({ item }) => item));
  const own = itemsOf(record).filter(
    ({ oid, of }) => (of === undefined ? here : delivered).has(oid) === false,
  );
  const absent = own.filter(({ oid }) => !delivered.has(oid)).map(({ oid }) => oid);
  const elsewhere = own.filter(({ oid }) => delivered.has(oid)).map(({ oid }) => oid);
  const words = map.reading.null_words ?? [];
  const codes = Object.entries(record.columns).flatMap(([name, column]) => {
    const open = untranslated(record.feed, name, column, items, column.null_words ?? words);
    return open.length > 0
      ? [
          `${name}: the code list of ${named(listOf(column.item))} also has ${named(open)}; add them to "values"`,
        ]
      : [];
  });
  return [
    ...placeDoubts(record, items),
    ...(absent.length > 0 ? [`no item ${named(absent)} was ever delivered`] : []),
    ...(elsewhere.length > 0
      ? [
          `${named(elsewhere)} stands in other forms or groups than the entry's; correct them, or say "of"`,
        ]
      : []),
    ...codes,
  ];
};

/** What the lake's items say against maps: what they name and nobody delivered, and codes without a word. */
export const checkItemMaps = (
  maps: readonly ItemMap[],
  { items }: Inventory,
): readonly ItemMapDoubt[] =>
  maps.flatMap((map): readonly ItemMapDoubt[] => {
    const studies = map.studies.map(studyPattern);
    const own = items.filter(
      ({ study, source }) =>
        studies.some((pattern) => pattern.test(study)) &&
        (map.sources.length === 0 || map.sources.includes(source)),
    );
    if (own.length === 0) {
      const sentence = `no item of study ${named(map.studies)} is in the lake`;
      return [{ file: map.file, line: 1, feed: null, sentence }];
    }
    const doubts = map.records.flatMap((record) =>
      recordDoubts(map, record, own).map((sentence) => ({
        file: map.file,
        line: record.line,
        feed: record.feed,
        sentence,
      })),
    );
    return [...new Map(doubts.map((one) => [`${one.line} ${one.sentence}`, one])).values()];
  });
