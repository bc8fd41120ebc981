import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { ingest } from '@portolan/ingest';
import { build } from '@portolan/warehouse';
import { generateBulk, largeScale } from '../fixtures/bulk/index.ts';
import { dayOf, isoOf } from '../fixtures/calendar.ts';
import { readContracts } from '../warehouse/contracts.ts';
import { saveWarehouse, withEngine } from '../warehouse/engine.ts';
import { createLakeSchema } from '../warehouse/lake-schema.ts';
import { readLoads } from '../warehouse/loads.ts';

/**
 * A full build of the large portfolio, or of a share of it, and the build after one more day; raw limit: the compiled SQL of
 * the same build, statement after statement, on an engine of its own. Each runs in a process of its own.
 * Usage: tsx bench/build.ts [large | large/N] [--models N]; default large/10 and its 20 slowest. Of the whole portfolio each
 * figure is held to its budget, and one above it ends with 1; a share is too small for them.
 */
interface Figures {
  readonly seconds: number;
  /** Seconds of processor time, all threads. */
  readonly cpu: number;
  /** Gigabytes, of 10^9 bytes. */
  readonly resident: number;
  /** Processor seconds by model and test, where they were run one by one. */
  readonly models: Readonly<Record<string, number>>;
}

interface Statement {
  readonly name: string;
  /** What it makes: nothing for a test. */
  readonly makes?: { readonly kind: 'table' | 'view'; readonly relation: string };
  readonly sql: string;
}

const modelsDir = resolve(import.meta.dirname, '../models');
const asOf = dayOf('2026-03-31');
const days = [isoOf(asOf - 1), isoOf(asOf)] as const;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function write(share: number, out: string): Promise<void> {
  const part = (count: number) => Math.round(count / share);
  const { studies, sites, subjects } = largeScale;
  const scale = { studies: part(studies), sites: part(sites), subjects: part(subjects) };
  await generateBulk({ seed: 1, out, asOf, scale, faults: 'none' });
}

const load = (portfolio: string, home: string, day: string) =>
  ingest({ home, paths: [join(portfolio, 'deliveries', day)], receivedAt: `${day}T22:00:00Z` });

async function publishedFolder(home: string): Promise<string> {
  return join(home, 'builds', (await readFile(join(home, 'current'), 'utf8')).trim());
}

const json = async (...path: string[]) => JSON.parse(await readFile(join(...path), 'utf8'));

/** The SQL of a build in the order it ran; seeds are copied from the build, attached as `built`. */
async function statementsOf(build: string): Promise<Statement[]> {
  const { results } = await json(build, 'run_results.json');
  const { nodes } = await json(build, 'manifest.json');
  return results.map(({ unique_id, compiled_code }: Record<string, string>) => {
    const { resource_type, relation_name, schema, name, config } = nodes[unique_id ?? ''];
    if (resource_type === 'test') return { name, sql: `select count(*) from (${compiled_code})` };
    const kind = config.materialized === 'view' ? 'view' : 'table';
    const seed = `select * from built.${schema}.${name}`;
    const sql = resource_type === 'seed' ? seed : compiled_code;
    return { name, sql, makes: { kind, relation: relation_name } };
  });
}

/** Runs the compiled SQL of a home's build on a warehouse of its own; resolves to processor seconds by statement. */
async function runCompiled(home: string, folder: string): Promise<Record<string, number>> {
  const build = await publishedFolder(home);
  return withEngine(join(folder, 'warehouse.duckdb'), async (_, connection) => {
    const loads = await readLoads(join(home, 'lake'), new Date(8.64e15));
    await createLakeSchema(connection, await readContracts(), loads);
    await connection.run(`attach '${join(build, 'warehouse.duckdb')}' as built (read_only)`);
    const schemas = await connection.runAndReadAll(
      `select distinct schema_name from duckdb_schemas() where database_name = 'built' and not internal`,
    );
    for (const [name] of schemas.getRows())
      await connection.run(`create schema if not exists ${name}`);
    const seconds: Record<string, number> = {};
    for (const { name, sql, makes } of await statementsOf(build)) {
      const before = process.cpuUsage();
      await connection.run(makes ? `create ${makes.kind} ${makes.relation} as ${sql}` : sql);
      const { user, system } = process.cpuUsage(before);
      seconds[name] = (user + system) / 1e6;
    }
    await saveWarehouse(connection);
    return seconds;
  });
}

async function runBuild(home: string): Promise<Record<string, number>> {
  await build({ home, modelsDir });
  return {};
}

async function measured(work: () => Promise<Record<string, number>>): Promise<Figures> {
  const start = performance.now();
  const before = process.cpuUsage();
  const models = await work();
  const { user, system } = process.cpuUsage(before);
  return {
    seconds: (performance.now() - start) / 1000,
    cpu: (user + system) / 1e6,
    resident: (process.resourceUsage().maxRSS * 1024) / 1e9,
    models,
  };
}

function apart(...args: readonly string[]): Figures {
  const program = ['--import', 'tsx', import.meta.filename, ...args];
  const { stdout, status } = spawnSync(process.execPath, program, {
    encoding: 'utf8',
    maxBuffer: 2 ** 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  if (status !== 0) throw new Error(`${args[0]} ended with ${status}`);
  return JSON.parse(stdout);
}

const told = ({ seconds, cpu, resident }: Figures): string =>
  `${seconds.toFixed(1)} s (${cpu.toFixed(1)} of processor, resident ${resident.toFixed(1)} GB)`;

/** Budgets of the whole large portfolio: ratio to the SQL alone, gigabytes, part of the full build. */
const budgets = { ratio: 1.1, resident: 12, next: 0.15 };

/** The figures above their budgets, one line each. */
function overBudget(full: Figures, raw: Figures, next: Figures): string[] {
  const figures = {
    ratio: full.seconds / raw.seconds,
    resident: Math.max(full.resident, next.resident),
    next: next.seconds / full.seconds,
  };
  return (['ratio', 'resident', 'next'] as const).flatMap((name) =>
    figures[name] > budgets[name]
      ? [`over budget: ${name} is ${figures[name].toFixed(2)}, at most ${budgets[name]}`]
      : [],
  );
}

async function main(size: string, models: number): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'portolan-bench-build-'));
  try {
    const portfolio = join(folder, 'portfolio');
    const home = join(folder, 'home');
    await write(Number(size.split('/')[1] ?? 1), portfolio);
    await load(portfolio, home, days[0]);
    const full = apart('build', home);
    say(`${size}: build ${told(full)}`);
    const raw = apart('compiled', home, await mkdtemp(join(folder, 'raw-')));
    say(
      `${size}: its SQL alone ${told(raw)}; ratio ${(full.seconds / raw.seconds).toFixed(2)}, of processor ${(full.cpu / raw.cpu).toFixed(2)}`,
    );
    await load(portfolio, home, days[1]);
    const next = apart('build', home);
    say(
      `${size}: build after one more day ${told(next)}; ${((100 * next.seconds) / full.seconds).toFixed(0)} % of the full build`,
    );
    if (size === 'large') {
      const over = overBudget(full, raw, next);
      for (const line of over) say(line);
      if (over.length > 0) process.exitCode = 1;
    }
    const slowest = Object.entries(raw.models).sort(([, left], [, right]) => right - left);
    for (const [name, seconds] of slowest.slice(0, models))
      say(`${seconds.toFixed(2).padStart(8)} s  ${name}`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: { models: { type: 'string', default: '20' } },
});
const [kind = 'large/10', home = '', folder = ''] = positionals;
if (kind === 'build') say(JSON.stringify(await measured(() => runBuild(home))));
else if (kind === 'compiled') say(JSON.stringify(await measured(() => runCompiled(home, folder))));
else await main(kind, Number(values.models));
