import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '@portolan/fixtures';
import { ingest } from '@portolan/ingest';
import { openDoor } from '@portolan/query';
import { type BuildRecord, build } from '@portolan/warehouse';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startPostgres } from '../../dbt-ts-runner/support/postgres_server.ts';
import type { TrueFault } from '../../ingest/planted/findings.ts';
import { compareEngines } from '../engines/engines.ts';
import { modelsDir } from '../project.ts';
import { type Answer, type Comparison, compare } from './comparison.ts';
import { compareIdentities, precision, recall, type TrueIdentity } from './identities.ts';
import { pairwiseJoins } from './plans.ts';
import { isForWarehouse, missed, openWarehouse, whereTold } from './planted/planted.ts';
import { differentBalances, type TrueBalance } from './roll-forward.ts';
import { copyShuffled, differentMarts } from './shuffle.ts';
import { untiedSites } from './site-performance.ts';
import { askable, differentTogether, offered } from './together.ts';

const postgres = await startPostgres();
const root = mkdtempSync(join(tmpdir(), 'portolan-truth-'));
const portfolio = join(root, 'portfolio');
const home = join(root, 'home');
/** The hub alone, day after day. */
const hub = join(root, 'hub');
let days: string[];
/** Marts of builds of every system on the evening of some deliveries, the second going on from the first. */
const evenings = new Map<string, BuildRecord['marts']>();
let answers: Answer[];
let balances: readonly TrueBalance[];
let faults: readonly TrueFault[];
let identities: readonly TrueIdentity[];

const martsOf = ({ marts }: BuildRecord) => marts;

/** Gives a home what a portfolio tells of the fields of its case report forms. */
const mapItems = (into: string, from = portfolio): void =>
  cpSync(join(from, 'item-maps'), join(into, 'item-maps'), { recursive: true });

async function load(
  into: string,
  day: string,
  kinds: readonly string[],
  from = portfolio,
): Promise<void> {
  await ingest({
    home: into,
    paths: kinds.map((kind) => join(from, kind, day)),
    receivedAt: `${day}T22:00:00Z`,
  });
}

/** Loads a day's files of the hub one by one, the last first. */
async function loadBackwards(into: string, day: string): Promise<void> {
  const folder = join(portfolio, 'deliveries', day);
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  for (const file of files.reverse())
    await ingest({ home: into, paths: [file], receivedAt: `${day}T22:00:00Z` });
}

/** What a metric of the reference portfolio tells as known on the evening of a delivery, and not at the end. */
const isOfTheEvening = ({ metric }: Answer): boolean => /^[a-z]/.test(metric);

/** Metrics that rest on what the hub tells of verification, findings and promises. */
const ofTheHub = /^(MO08|MO10|MO11|EN09)/;

/** The forecast of cost waits for the forecast of enrolment. */
const notDefined = ['FN06.p10', 'FN06.p50', 'FN06.p90'].map((metric) => `${metric} by study`);

/** Metrics that rest on what the ledgers hold. */
const ofTheLedger = /^FN04\.(ac|cv|cpi|eac|etc|tcpi)$/;

/** Studies in whose ledgers mistakes were planted: the right answers are of books without them, the warehouse's of those kept. */
function misposted(): ReadonlySet<string | undefined> {
  const ledger = faults.filter(
    ({ area, place }) => area === 'money' && /-erp$/.test(String(place.system)),
  );
  return new Set(ledger.map(({ place }) => String(place.study_id)));
}

/** Whether a row of the roll-forward, or what is payable of a group, rests on payments that a file holds in wrong units. */
function isMisread(place: Readonly<Record<string, string>>, month: string): boolean {
  return faults
    .filter(({ kind }) => kind === 'jpy_decimal_shift')
    .some(({ place: { file, vendor_id } }) => {
      const delivered = /\d{4}-\d\d-\d\d/.exec(String(file))?.[0].slice(0, 7) ?? '';
      const own = balances.filter(({ vendor }) => vendor === vendor_id);
      const isOwn = own.some((row) =>
        Object.entries(place).every(([by, value]) => row[by] === value),
      );
      return month >= delivered && isOwn;
    });
}

const told = ({ verdicts }: Comparison): string[] =>
  verdicts.flatMap(({ metric, different }) =>
    different.slice(0, 2).map((line) => `${metric} (${different.length} different) ${line}`),
  );

beforeAll(async () => {
  await generate({ size: 'small', seed: 1, out: portfolio });
  days = readdirSync(join(portfolio, 'deliveries')).sort();
  mapItems(home);
  for (const [i, day] of days.entries()) {
    await load(home, day, ['deliveries', 'native']);
    if (i === 0 || i === 3)
      evenings.set(day, martsOf(await build({ home, modelsDir, smallestSliced: 1 })));
  }
  answers = JSON.parse(readFileSync(join(portfolio, 'truth/metrics.json'), 'utf8'));
  balances = JSON.parse(readFileSync(join(portfolio, 'truth/accruals.json'), 'utf8'));
  faults = JSON.parse(readFileSync(join(portfolio, 'truth/faults.json'), 'utf8'));
  identities = JSON.parse(readFileSync(join(portfolio, 'truth/sites.json'), 'utf8'));
}, 2_400_000);
afterAll(async () => {
  await postgres?.stop();
  rmSync(root, { recursive: true, force: true });
});

describe('the reference portfolio, from the hub and from every system', () => {
  let record: BuildRecord;

  beforeAll(async () => {
    record = await build({ home, modelsDir, force: true });
  }, 1_800_000);

  test('every fault that shows by comparing is told where it was planted', async () => {
    const warehouse = await openWarehouse(home, record);
    try {
      expect(await missed(warehouse, faults)).toEqual([]);
    } finally {
      warehouse.close();
    }
  });

  test('every kind of fault is told, or it is said why it cannot be', () => {
    const kinds = new Set(faults.filter(isForWarehouse).map(({ kind }) => kind));
    expect(Object.keys(whereTold).sort()).toEqual([...kinds].sort());
  });

  test.each([
    ['institution', 10],
    ['investigator', 50],
  ] as const)(
    'what is merged is one %s, and what else is one is proposed',
    async (entity, atLeast) => {
      const warehouse = await openWarehouse(home, record);
      try {
        const { merged, proposed, found } = await compareIdentities(warehouse, identities, entity);
        expect(merged.told).toBeGreaterThan(atLeast);
        expect(precision(merged)).toBe(1);
        expect(proposed.told).toBeGreaterThan(50);
        expect(precision(proposed)).toBeGreaterThanOrEqual(0.98);
        expect(recall(found)).toBeGreaterThanOrEqual(0.95);
      } finally {
        warehouse.close();
      }
    },
  );

  test('no join of the warehouse goes pair by pair', async () => {
    expect(await pairwiseJoins(join(home, 'builds', record.id))).toEqual([]);
  });

  test.skipIf(postgres === undefined)(
    'every relation holds the same rows on DuckDB and on PostgreSQL',
    async () => {
      const { counts, relations, unequal } = await compareEngines({
        home,
        published: record,
        port: postgres?.port ?? 0,
      });
      expect(unequal).toEqual([]);
      expect(relations).toBeGreaterThan(300);
      expect(counts.postgres).toEqual(counts.duckdb);
      expect(counts.duckdb).toMatchObject({ error: 0, fail: 0, skipped: 0 });
    },
    1_800_000,
  );

  test('the roll-forward of every contract is the right one, month by month', async () => {
    const warehouse = await openWarehouse(home, record);
    try {
      const isLeftOut = ({ vendor = '', month = '' }: TrueBalance, amount: string) =>
        amount === 'paid_to_date' && isMisread({ vendor }, month);
      expect(await differentBalances(warehouse, balances, isLeftOut)).toEqual([]);
    } finally {
      warehouse.close();
    }
  });

  test('metrics equal the right answers for every group and month end', async () => {
    const door = await openDoor(home);
    try {
      const mistaken = misposted();
      const comparison = await compare(
        door,
        answers.filter(
          (answer) =>
            !isOfTheEvening(answer) &&
            !(answer.metric === 'FN02.payable' && isMisread(answer.by, answer.as_of.slice(0, 7))) &&
            !(ofTheLedger.test(answer.metric) && mistaken.has(answer.by.study)),
        ),
      );
      expect(told(comparison)).toEqual([]);
      expect(comparison.verdicts.length).toBeGreaterThan(190);
      expect(comparison.leftOut).toEqual(notDefined);
    } finally {
      await door.close();
    }
  }, 1_800_000);

  test.each(['finance', 'clinical_operations'] as const)(
    'metrics tell %s together what they tell alone, whatever they are cut by',
    async (asker) => {
      const door = await openDoor(home);
      try {
        const { metrics, dimensions } = await offered(door, asker);
        const cut = fc.record({
          metrics: fc.uniqueArray(fc.constantFrom(...metrics), { minLength: 2, maxLength: 6 }),
          by: fc.uniqueArray(
            fc.oneof(fc.constantFrom('study', 'country', 'site'), fc.constantFrom(...dimensions)),
            {
              maxLength: 3,
            },
          ),
        });
        let asked = 0;
        await fc.assert(
          fc.asyncProperty(cut, async (chosen) => {
            const one = askable(chosen);
            asked += one.metrics.length > 1 ? 1 : 0;
            expect(await differentTogether(door, asker, one)).toEqual([]);
          }),
          { numRuns: 200, seed: 20260331, endOnFailure: true },
        );
        expect(asked).toBeGreaterThan(150);
      } finally {
        await door.close();
      }
    },
  );

  test('rows of sites tell what the metrics tell that they are named after', async () => {
    const door = await openDoor(home);
    try {
      expect(await untiedSites(door)).toEqual([]);
    } finally {
      await door.close();
    }
  });
});

describe('every system, as known at a delivery', () => {
  test('a build equals the one made that evening, which went on from the one before', async () => {
    for (const [day, marts] of evenings) {
      const known = await build({ home, modelsDir, asKnownAt: `${day}T23:00:00Z` });
      expect(martsOf(known), day).toEqual(marts);
    }
  }, 1_800_000);
});

describe('the portfolio without faults', () => {
  test('has no finding', async () => {
    const clean = join(root, 'clean');
    await generate({ size: 'small', seed: 1, out: clean, faults: 'none' });
    const into = join(root, 'clean-home');
    mapItems(into, clean);
    for (const day of readdirSync(join(clean, 'deliveries')).sort())
      await load(into, day, ['deliveries', 'native'], clean);
    const warehouse = await openWarehouse(into, await build({ home: into, modelsDir }));
    try {
      expect(await warehouse.findings()).toEqual([]);
    } finally {
      warehouse.close();
    }
  }, 1_800_000);
});

describe('as known at a delivery', () => {
  test('a build equals one from the deliveries that had come, in another order, and counts what was known that evening', async () => {
    for (const day of days) await load(hub, day, ['deliveries']);
    const part = join(root, 'part');
    for (const day of days) {
      await loadBackwards(part, day);
      const known = await build({ home: hub, modelsDir, asKnownAt: `${day}T23:00:00Z` });
      const alone = await build({ home: part, modelsDir });
      expect(martsOf(known), day).toEqual(martsOf(alone));
      const door = await openDoor(part);
      try {
        const evening = answers.filter((answer) => isOfTheEvening(answer) && answer.as_of === day);
        if (day === days.at(-1))
          evening.push(...answers.filter(({ metric }) => ofTheHub.test(metric)));
        const comparison = await compare(door, evening);
        expect(told(comparison), day).toEqual([]);
        expect(comparison.leftOut, day).toEqual([]);
      } finally {
        await door.close();
      }
    }
  }, 1_800_000);

  test('the rows of a file may come in any order', async () => {
    const into = join(root, 'shuffled');
    let changed = 0;
    for (const day of days) {
      changed += copyShuffled(join(portfolio, 'deliveries', day), join(into, 'days', day));
      const paths = [join(into, 'days', day)];
      await ingest({ home: into, paths, receivedAt: `${day}T22:00:00Z` });
    }
    expect(changed).toBeGreaterThan(100);
    const folders = [];
    for (const of of [hub, into]) {
      const { id } = await build({ home: of, modelsDir });
      folders.push(join(of, 'builds', id));
    }
    const [plain = '', shuffled = ''] = folders;
    expect(await differentMarts(plain, shuffled)).toEqual([]);
  }, 1_800_000);
});
