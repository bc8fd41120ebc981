import { resolve } from 'node:path';
import { isDeepStrictEqual, parseArgs } from 'node:util';
import { publishedBuild } from '@portolan/warehouse';
import { startPostgres } from '../../dbt-ts-runner/support/postgres_server.ts';
import { compareEngines, type Engine } from './engines.ts';

/**
 * `node --import tsx test/models/engines/main.ts --home FOLDER`: builds all that was loaded into a home on DuckDB and
 * on a PostgreSQL server of its own, with the variables of the home's published build, and tells what differs.
 */
const { values } = parseArgs({ options: { home: { type: 'string', default: '.portolan' } } });
const home = resolve(values.home);
const published = await publishedBuild(home);
if (!published) fail(`Nothing is published in ${values.home}: run portolan build first.`);
const postgres = await startPostgres();
if (!postgres)
  fail('No PostgreSQL server runs here: install one, or name its folder in POSTGRES_BIN.');
try {
  const seconds: Record<Engine, Map<string, number>> = { duckdb: new Map(), postgres: new Map() };
  const { counts, relations, unequal } = await compareEngines({
    home,
    published,
    port: postgres.port,
    onEvent: (engine, event) => {
      if (event.kind !== 'node_finished') return;
      const { uniqueId, status, message, executionTime } = event.result;
      seconds[engine].set(uniqueId, executionTime);
      if (executionTime > 20 || !['success', 'pass'].includes(status))
        process.stdout.write(
          `${engine} ${uniqueId}: ${status}, ${executionTime.toFixed(1)} s ${message ?? ''}\n`,
        );
    },
  });
  for (const engine of ['duckdb', 'postgres'] as const) {
    const total = [...seconds[engine].values()].reduce((sum, one) => sum + one, 0);
    process.stdout.write(`${engine}: ${JSON.stringify(counts[engine])}, ${total.toFixed(0)} s\n`);
  }
  for (const line of unequal) process.stdout.write(`${line}\n`);
  process.stdout.write(`${relations - unequal.length} of ${relations} relations equal\n`);
  const isSame = unequal.length === 0 && isDeepStrictEqual(counts.duckdb, counts.postgres);
  process.exitCode = isSame ? 0 : 1;
} finally {
  await postgres.stop();
}

function fail(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}
