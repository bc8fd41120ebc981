import type { FeedFreshness } from '@portolan/query';
import { type Cell, count, id, text } from '../../workbook/cell.ts';
import type { Sheet } from '../../workbook/sheet.ts';
import type { BuildFacts } from '../build-facts.ts';
import type { AccrualFigures } from '../figures.ts';
import { sheetNames } from '../layout.ts';
import type { Reading } from '../reader.ts';

export type Origin = {
  readonly viewer: { readonly id: string; readonly role: string };
  readonly definitions: string;
  readonly readings: readonly Reading[];
  readonly asKnownAt: string | null;
  readonly feeds: readonly FeedFreshness[];
};

/** Where every number comes from: build, parameters, questions asked, loads behind them, words used. */
export function provenanceSheet(
  { period, policy }: AccrualFigures,
  facts: BuildFacts,
  origin: Origin,
): Sheet {
  const header = (...labels: string[]): Cell[] => labels.map((label) => text(label, 'header'));
  const band = (title: string): Cell[] => [
    text(title, 'band'),
    ...[1, 2, 3, 4, 5].map(() => text(' ', 'band')),
  ];
  const rows: Cell[][] = [
    [text('Provenance', 'title')],
    [text('The same build and the same parameters give this file byte for byte.', 'note')],
    [],
    band('Parameters'),
    [text('Report'), id('accruals')],
    [text('Period'), id(period.name)],
    [text('Written for'), id(`${origin.viewer.id} (${origin.viewer.role})`)],
    [text('Row scope'), text(facts.isScoped ? 'part of the entity' : 'whole entity')],
    [text('Build'), id(facts.id)],
    [text('Build created, UTC'), id(facts.createdAt)],
    [text('Data as of'), id(facts.dataAsOf)],
    [text('Loads known at'), text(origin.asKnownAt ?? 'all that had arrived')],
    [text('Definitions'), id(origin.definitions)],
    [],
    band('Accounts'),
    ...Object.values(policy.accounts).map((account) => [id(account.code), text(account.name)]),
    [],
    band('Questions put to the warehouse'),
    header('Mart', 'Filters', 'Rows'),
    ...origin.readings.map((one) => [id(one.mart), id(one.filters), count(one.rows)]),
    [],
    band('Feeds'),
    header('Feed', 'Source', 'Loads', 'Last loaded, UTC', 'Rows accepted', 'Rows rejected'),
    ...origin.feeds.map((feed) => [
      id(feed.feed),
      id(feed.source),
      count(feed.loads),
      id(feed.last_loaded_at),
      count(feed.rows_accepted),
      count(feed.rows_rejected),
    ]),
    [],
    band('Words'),
    ...words.map(([word, meaning]) => [text(word), text(meaning)]),
  ];
  return { name: sheetNames.provenance, widths: [24, 44, 12, 26, 16, 16], rows };
}

const words: readonly (readonly [string, string])[] = [
  ['Brought forward', 'Work that entered the books before the period.'],
  ['Current', 'Work done in the period, or of unknown date.'],
  ['Prior period', 'Work of an earlier month that was first entered in the period.'],
  ['No activity', 'A contract or an active site without any event to date.'],
  ['Priced', 'A contracted rate was in force on the service date.'],
  ['No price', 'No contracted rate covers the event; it costs nothing until one does, and blocks.'],
  ['Above the cap', 'A screen failure beyond what the contract pays for.'],
  ['No contract in force', 'The site has no contract, or the service date lies outside it.'],
  ['Counted', 'An invoice that reduces the liability of its contract.'],
  ['Cancelled, Not posted', 'An invoice that is no claim, or not one yet; it reduces nothing.'],
  ['Duplicate', 'The same vendor and invoice number again; it reduces nothing.'],
  ['No contract line', 'An invoice outside the contracts accrued here, for example of a CRO.'],
  ['Blue, black, green', 'A value brought in, a formula, a formula over other sheets.'],
];
