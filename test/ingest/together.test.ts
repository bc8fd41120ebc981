import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type FileOutcome, ingest } from '@portolan/ingest';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { dayOf } from '../../fixtures/calendar.ts';
import { ecb } from '../../fixtures/native/ecb/system.ts';
import { qualitySystem } from '../../fixtures/native/quality-system/system.ts';
import { registry } from '../../fixtures/native/registry/system.ts';
import { safetyE2b } from '../../fixtures/native/safety/e2b.ts';
import { usdm } from '../../fixtures/native/usdm/system.ts';
import { veevaEdc } from '../../fixtures/native/veeva-edc/system.ts';
import { buildWorld } from '../../fixtures/world/world.ts';
import { hashLake } from '../../ingest/lake/content-hash.ts';
import { lockFeeds } from '../../ingest/lake/lock.ts';
import { delivered, deliveriesOf } from '../fixtures/native/delivered.ts';
import { smallPortfolio } from '../fixtures/small-portfolio.ts';
import { siteCsv, type TestHome, testHome } from './home.ts';

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

const site = (n: number): string => siteCsv(`X-${n},${n}0,r${n},P,2026-01-05,DE`);

const brief = ({
  file,
  outcome,
  feed,
  rows_accepted,
  rows_rejected,
  code,
  messages,
}: FileOutcome) => ({
  file,
  outcome,
  feed,
  rows_accepted,
  rows_rejected,
  code,
  messages,
});

describe('small files of one call', () => {
  test('are loads of their own, known in the order of delivery', async () => {
    const paths: string[] = [];
    for (let n = 1; n <= 9; n += 1) paths.push(await at.deliver(`drop/s${n}.csv`, site(n)));
    const outcomes = await at.ingest(join(dirname(paths[0] ?? ''), '.'));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(Array(9).fill('loaded'));
    const loads = at.loads('site');
    expect(loads.map(({ file_name }) => file_name)).toEqual(paths.map((_, n) => `s${n + 1}.csv`));
    expect(new Set(loads.map(({ loaded_at }) => loaded_at)).size).toBe(9);
    const rows = (await at.rows('site', 'study_id || _load_id AS id')).map(String).sort();
    expect(rows).toEqual(loads.map(({ load_id }, n) => `X-${n + 1}${load_id}`));
    expect(readdirSync(join(at.home, 'lake', '.staging'))).toEqual([]);
  });

  test('keep their order where one among them is loaded by itself', async () => {
    const broken = siteCsv('X-5,50,r5,P,soon,DE', 'X-5,51,r5,P,2026-01-05,DE');
    const paths: string[] = [];
    for (let n = 1; n <= 9; n += 1)
      paths.push(await at.deliver(`s${n}.csv`, n === 5 ? broken : site(n)));
    const outcomes = await at.ingest(...paths);
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(
      [1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => (n === 5 ? 'partly_loaded' : 'loaded')),
    );
    const loads = at.loads('site');
    expect(loads.map(({ file_name }) => file_name)).toEqual(paths.map((_, n) => `s${n + 1}.csv`));
  });

  test('of one content are loaded once', async () => {
    const paths = [1, 2, 1, 3].map((n, i) => at.deliver(`s${i}.csv`, site(n)));
    const outcomes = await at.ingest(...(await Promise.all(paths)));
    expect(outcomes.map(({ outcome }) => outcome)).toEqual([
      'loaded',
      'loaded',
      'already_loaded',
      'loaded',
    ]);
  });

  test('are no return where one among them was to be replaced', async () => {
    const files = [
      site(1),
      siteCsv('X-1,10,r1,Q,2026-01-05,DE'),
      siteCsv('X-1,10,r1,R,2026-01-05,DE'),
    ];
    const [first = '', second = '', third = ''] = files;
    await at.ingest(
      await at.deliver('sites_20260101.csv', first),
      await at.deliver('sites_20260102.csv', second),
    );
    const outcomes = await at.ingest(
      await at.deliver('sites_20260105.csv', third),
      await at.deliver('sites_20260104.csv', first),
    );
    expect(outcomes.map(({ outcome }) => outcome)).toEqual(['loaded', 'already_loaded']);
  });

  test('wait for another process that loads their feed, as each would', async () => {
    const paths = await Promise.all([1, 2].map((n) => at.deliver(`s${n}.csv`, site(n))));
    await mkdir(join(at.home, 'lake'), { recursive: true });
    const lock = await lockFeeds(at.home, ['site'], 0);
    const { files } = await ingest({ home: at.home, paths, patienceMs: 50 });
    expect(files.map(({ code }) => code)).toEqual(['HOME_LOCKED', 'HOME_LOCKED']);
    await lock.release();
    expect((await at.ingest(...paths)).map(({ outcome }) => outcome)).toEqual(['loaded', 'loaded']);
  });
});

/** Small files of several kinds, sound and unsound. */
const content = fc.oneof(
  fc.record({
    name: fc.constant('site'),
    rows: fc.array(
      fc.tuple(
        fc.constantFrom('X-1', 'X-2', ' X-2 ', 'Zürich', ''),
        fc.constantFrom('10', '010', '20', '20 ', ''),
        fc.constantFrom('2026-01-05', '2026-01', 'soon', ''),
        fc.constantFrom('DE', 'de', 'Land, "weit"', '\u00a0FR'),
      ),
      { maxLength: 4 },
    ),
  }),
  fc.record({
    name: fc.constant('visit'),
    rows: fc.array(
      fc.tuple(
        fc.constantFrom('X-1', 'X-2'),
        fc.constantFrom('S1', 'S2', '007'),
        fc.constantFrom('2026-01-05', '05.01.2026', ''),
        fc.constantFrom('V1', 'V2', '=1+1'),
      ),
      { maxLength: 4 },
    ),
  }),
  fc.record({ name: fc.constant('other'), rows: fc.constant<string[][]>([]) }),
);

const quoted = (value: string): string =>
  /[",]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

const textOf = ({ name, rows }: { name: string; rows: readonly (readonly string[])[] }): string => {
  if (name === 'other') return 'a,b\n1,2\n';
  const lines = rows.map((row) => row.map(quoted));
  return name === 'site'
    ? siteCsv(
        ...lines.map(([study, number, day, country]) => `${study},${number},r,P,${day},${country}`),
      )
    : [
        'study_id,subject_id,visit_id,visit_date',
        ...lines.map(([study, subject, day, visit]) => `${study},${subject},${visit},${day}`),
        '',
      ].join('\n');
};

const VISITS = `profile: visits
description: visits of subjects
files:
  - name: visits
    match: { columns: [study_id, subject_id, visit_id, visit_date] }
    feed: subject_visit
    mode: delta
`;

/** Loads files in one call, or each in a call of its own; the lake's content and what was said of the files. */
const loaded = async (
  files: readonly (readonly [string, string | Uint8Array])[],
  isTogether: boolean,
) => {
  const root = mkdtempSync(join(tmpdir(), 'portolan-together-'));
  const home = join(root, 'home');
  try {
    await mkdir(join(home, 'sources'), { recursive: true });
    await writeFile(join(home, 'sources', 'visits.yaml'), VISITS);
    const paths: string[] = [];
    for (const [n, [name, content]] of files.entries()) {
      const path = join(root, 'drop', String(n), name);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, content);
      paths.push(path);
    }
    const said: FileOutcome[] = [];
    for (const call of isTogether ? [paths] : paths.map((path) => [path]))
      said.push(...(await ingest({ home, paths: call, receivedAt: '2026-03-01' })).files);
    return { content: await hashLake(home), said: said.map(brief) };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
};

test('small files make the same lake together as one by one, and the same is said of them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(content, { minLength: 2, maxLength: 6 }), async (files) => {
      const texts = files.map((file, n) => [`f${n}.csv`, textOf(file)] as const);
      expect(await loaded(texts, true)).toEqual(await loaded(texts, false));
    }),
    { numRuns: 15 },
  );
}, 120_000);

test('what one way of reading takes otherwise than the other is read in one way', async () => {
  const head = 'study_id,subject_id,visit_id,visit_date';
  const texts = [
    `${head}\nX-1,S1,V1,2026-01-05\n`,
    `${head}\nX-1, "S2",V1,2026-01-05\n`,
    `${head}\nX-1,S3,"Visit\r\n1",2026-01-05\n`,
    `\ufeff${head}\r\nX-1,S4,V1,2026-01-05\r\n\r\n`,
    `${head}\nX-1,S5,V1\nX-1,S6,V1,2026-01-05,\n`,
    `${head}\nX-1,S7,a "quoted" visit,2026-01-05\n`,
    `${head}\nX-1,S8,V1,2026-01-05\n`,
  ];
  const json = JSON.stringify([
    { study_id: 'X-1', subject_id: 'S9', visit_id: 'V1', visit_date: '2026-01-05' },
  ]);
  const files = [
    ...texts.map((text, n) => [`f${n}.csv`, text] as const),
    ['f.json', json] as const,
  ];
  expect(await loaded(files, true)).toEqual(await loaded(files, false));
}, 60_000);

/** Trees of several tables that fill several feeds, and archives of wide tables that become rows. */
const SYSTEMS = [safetyE2b, registry, usdm, ecb, qualitySystem, veevaEdc];
const FILES_OF_EACH = 10;

test('so do structured files and archives of systems that deliver many', async () => {
  const world = buildWorld({
    seed: 1,
    asOf: dayOf('2026-03-31'),
    studies: smallPortfolio,
    hasFaults: true,
  });
  const [first, second] = deliveriesOf(world);
  const files: [string, Buffer][] = [];
  for (const system of SYSTEMS)
    for (const delivery of [first, second])
      if (delivery)
        files.push(
          ...[...(await delivered(system, world, delivery)).files].slice(0, FILES_OF_EACH),
        );
  expect(files.length).toBeGreaterThan(50);
  expect(await loaded(files, true)).toEqual(await loaded(files, false));
}, 240_000);
