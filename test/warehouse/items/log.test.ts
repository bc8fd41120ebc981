import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestHome, testHome } from '../../ingest/home.ts';
import { type AuditEvent, auditXml, standing } from './audit-log.ts';
import { mapped, type Row, writeMap } from './mapped.ts';

const map = `
item_map: x-1
studies: [X-1]
date_formats: [iso, day_month_year]
records:
  - feed: adverse_event
    one_row_per: group
    forms: AE
    columns:
      term: TERM
      onset_date: START
`;

let at: TestHome;
beforeEach(async () => {
  at = testHome();
  await writeMap(at.home, map);
});
afterEach(() => at.remove());

let files = 0;
const deliver = async (events: readonly AuditEvent[]): Promise<string> => {
  files += 1;
  const [first] = await at.ingest(await at.deliver(`audit-${files}.xml`, auditXml(events)));
  if (!first) throw new Error('nothing was loaded');
  return new Date().toISOString();
};

const events = async (until?: string): Promise<readonly Row[]> => {
  const made = await mapped(at.home, ['adverse_event'], until ? new Date(until) : undefined);
  const rows = await made.rows(
    'select subject_id, adverse_event_id, term, onset_date_raw as onset, entered_date as entered from intermediate.int_adverse_event_current order by 2',
  );
  made.close();
  return rows;
};

const entry = (at: number, line: number, term: string, start = '01 JAN 2026'): AuditEvent[] => [
  { at, subject: 's', line, item: 'TERM', value: term },
  { at, subject: 's', line, item: 'START', value: start },
];

describe('a log of changed items', { timeout: 120_000 }, () => {
  test('one changed item changes its row and leaves the others of the row', async () => {
    const before = await deliver([...entry(1, 1, 'Cough'), ...entry(2, 2, 'Rash')]);
    await deliver([{ at: 3, subject: 's', line: 1, item: 'START', value: 'UN FEB 2026' }]);
    const row = { subject_id: 's', term: 'Cough', onset: '2026-02', entered: '2026-01-05' };
    expect(await events()).toMatchObject([row, { term: 'Rash', onset: '2026-01-01' }]);
    expect(await events(before)).toMatchObject([{ ...row, onset: '2026-01-01' }, { term: 'Rash' }]);
  });

  test('a removed line and a removed subject are no rows, and were before', async () => {
    const first = await deliver([...entry(1, 1, 'Cough'), ...entry(2, 2, 'Rash')]);
    const second = await deliver([{ at: 3, subject: 's', line: 1 }]);
    await deliver([{ at: 4, subject: 's' }]);
    expect((await events(first)).map(({ term }) => term)).toEqual(['Cough', 'Rash']);
    expect((await events(second)).map(({ term }) => term)).toEqual(['Rash']);
    expect(await events()).toEqual([]);
  });

  test('a line that is entered again after its removal is a row again', async () => {
    await deliver([...entry(1, 1, 'Cough'), { at: 2, subject: 's', line: 1 }]);
    expect(await events()).toEqual([]);
    await deliver(entry(3, 1, 'Cough, dry'));
    expect(await events()).toMatchObject([{ term: 'Cough, dry' }]);
  });

  test('a removed line whose items come again as they were stays removed', async () => {
    await deliver([...entry(1, 1, 'Cough'), ...entry(2, 2, 'Rash')]);
    await deliver([{ at: 3, subject: 's', line: 1 }]);
    await deliver(entry(1, 1, 'Cough'));
    expect((await events()).map(({ term }) => term)).toEqual(['Rash']);
  });

  test('a row whose value breaks the contract is refused and said; the row before it stands', async () => {
    await deliver(entry(1, 1, 'Cough'));
    await deliver([{ at: 2, subject: 's', line: 1, item: 'START', value: '31 FEB 2026' }]);
    expect(await events()).toMatchObject([{ term: 'Cough', onset: '2026-01-01' }]);
    const made = await mapped(at.home, ['adverse_event']);
    const findings = 'select entity, entity_id, detail from intermediate.int_findings_items';
    expect(await made.rows(findings)).toEqual([
      {
        entity: 'adverse_event',
        entity_id: 's/LOGS//AE/1/AE_LOG/1/',
        detail: 'The items make a row that its contract refuses: invalid_date in column onset_date',
      },
    ]);
    made.close();
    await deliver([{ at: 3, subject: 's', line: 1, item: 'START', value: '03 FEB 2026' }]);
    expect(await events()).toMatchObject([{ onset: '2026-02-03' }]);
  });

  test('a corrected map makes the rows anew from the same lake', async () => {
    await deliver(entry(1, 1, 'Cough'));
    await writeMap(at.home, map.replace('term: TERM', 'term: { item: TERM, case: upper }'));
    expect(await events()).toMatchObject([{ term: 'COUGH' }]);
  });
});

const change = fc.record({
  subject: fc.constantFrom('s', 't'),
  line: fc.option(fc.integer({ min: 1, max: 2 }), { nil: undefined, freq: 8 }),
  item: fc.option(fc.constantFrom('TERM', 'START'), { nil: undefined, freq: 5 }),
  value: fc.option(fc.constantFrom('2026-01-01', '2026-01-02', '2026-01-03'), {
    nil: undefined,
    freq: 5,
  }),
  file: fc.integer({ min: 0, max: 2 }),
});

type Change = { [Name in keyof Omit<AuditEvent, 'at'>]?: AuditEvent[Name] | undefined } & {
  readonly subject: string;
};

const eventOf = ({ subject, line, item, value }: Change, second: number): AuditEvent => ({
  at: second,
  subject,
  ...(line === undefined
    ? {}
    : { line, ...(item === undefined ? {} : { item, ...(value === undefined ? {} : { value }) }) }),
});

test('files in any order leave the rows that what happened leaves', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 4, maxLength: 14 }), async (list) => {
      const home = testHome();
      try {
        await writeMap(home.home, map);
        const all = list.map((one, second) => ({
          file: one.file,
          event: eventOf(one, second),
        }));
        for (const file of [0, 1, 2]) {
          const own = all.filter((one) => one.file === file).map(({ event }) => event);
          if (own.length > 0) await home.ingest(await home.deliver(`${file}.xml`, auditXml(own)));
        }
        const made = await mapped(home.home, ['adverse_event']);
        const rows = await made.rows(
          `select subject_id || '/' || split_part(adverse_event_id, '/', 7) as line, term, onset_date_raw as onset from intermediate.int_adverse_event_current order by 1`,
        );
        made.close();
        const expected = [...standing(all.map(({ event }) => event))]
          .map(([line, items]) => ({
            line,
            term: items.get('TERM') ?? null,
            onset: items.get('START') ?? null,
          }))
          .sort((a, b) => (a.line < b.line ? -1 : 1));
        expect(rows).toEqual(expected);
      } finally {
        home.remove();
      }
    }),
    { numRuns: 5, seed: 20260105, endOnFailure: true },
  );
}, 240_000);
