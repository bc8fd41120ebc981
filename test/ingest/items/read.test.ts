import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { parseItemMap, readItemMaps } from '../../../ingest/items/read.ts';

const head = `item_map: x-1
studies: [X-1]
records:
`;

const entry = (...lines: string[]): string =>
  `${head}  - feed: adverse_event\n    one_row_per: group\n${lines.map((line) => `    ${line}\n`).join('')}`;

const refusal = (yaml: string): string => {
  try {
    parseItemMap('x.yaml', yaml);
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'taken';
};

describe('an item map', () => {
  test('takes whose the row is, and its id, from where the items stand', () => {
    const { records } = parseItemMap('x.yaml', entry('columns: { term: AETERM }'));
    expect(records).toEqual([
      {
        feed: 'adverse_event',
        line: 4,
        suffix: '',
        level: 'group',
        events: [],
        forms: [],
        groups: [],
        where: [],
        needs: [],
        columns: {
          study_id: { part: 'study' },
          adverse_event_id: { part: 'record' },
          subject_id: { part: 'subject' },
          site_id: { part: 'site' },
          entered_date: { part: 'entered' },
          term: { item: 'AETERM' },
        },
      },
    ]);
  });

  test('makes an entry of each, told apart by its item', () => {
    const { records } = parseItemMap(
      'x.yaml',
      `${head}  - feed: lab_result
    one_row_per: form
    columns: { collection_date: LBDAT }
    each:
      - { test_code: { constant: HGB }, result: HGB }
      - { test_code: { constant: ALT }, result: [ALT, ALT2] }
`,
    );
    expect(records.map(({ suffix, needs, columns }) => [suffix, needs, columns.result])).toEqual([
      ['HGB', [['HGB']], { item: 'HGB' }],
      ['ALT', [['ALT', 'ALT2']], { item: ['ALT', 'ALT2'] }],
    ]);
    expect(records.map(({ columns }) => columns.collection_date)).toEqual([
      { item: 'LBDAT' },
      { item: 'LBDAT' },
    ]);
  });

  test.each([
    ['item_map: [', /^item map x\.yaml, line 1: this is not YAML .*; see docs\/item-maps\.md\.$/],
    ['studies: [X]', /line 1: the map must have required property 'item_map'/],
    [entry('colums: { term: AETERM }'), /line 6: records\.0 holds the unknown key colums/],
    [
      `time_zone: Berlin\n${entry('columns: { term: A }')}`,
      /line 1: the map names the time zone Berlin, which is no known name of the IANA list/,
    ],
    [entry('columns: { trem: AETERM }'), /line 6: trem is no column of adverse_event/],
    [entry('columns:', '  term: { item: A, constant: x }'), /line 7: .*exactly one of item, join/],
    [
      entry('columns: { term: A, adverse_event_id: AESEQ }'),
      /line 6: adverse_event_id is in the key of adverse_event, which must not change/,
    ],
    [
      entry('columns: { term: { item: A, of: group } }'),
      /line 6: term looks for its item in the whole group, and a row is one group already/,
    ],
    [
      entry('columns: { term: { item: A, of: form } }'),
      /line 4: the entry names no item of the group itself/,
    ],
    [
      `${head}  - feed: site\n    one_row_per: form\n    columns: { site_name: A }\n`,
      /line 4: site is no feed that items can make; those are adverse_event, consent/,
    ],
    [
      `${head}  - feed: adverse_event\n    one_row_per: page\n    columns: { term: A }\n`,
      /line 5: records\.0\.one_row_per must be one of subject, event, form, group/,
    ],
  ])('%# is refused with its line', (yaml, sentence) => {
    expect(refusal(yaml)).toMatch(sentence);
  });
});

describe('the maps of a home', () => {
  let home: string;
  beforeEach(() => {
    home = mkdtempSync(join(tmpdir(), 'portolan-items-'));
  });
  afterEach(() => rmSync(home, { recursive: true }));

  test('are none where there is no folder', () => {
    expect(readItemMaps(home)).toEqual({ maps: [], files: {} });
  });

  test('must have names of their own', () => {
    mkdirSync(join(home, 'item-maps'));
    for (const name of ['a.yaml', 'b.yaml'])
      writeFileSync(join(home, 'item-maps', name), entry('columns: { term: AETERM }'));
    expect(() => readItemMaps(home)).toThrow(
      'item map b.yaml, line 1: the name x-1 is that of a.yaml already',
    );
  });
});
