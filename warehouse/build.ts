import { copyFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileItemMaps, readItemMaps } from '@portolan/ingest';
import { bindDefinitions, readDefinitions } from '@portolan/query';
import { hashMarts } from './content-hash.ts';
import { readContracts } from './contracts.ts';
import { beginSync } from './durable.ts';
import { saveWarehouse, withEngine } from './engine.ts';
import { WarehouseError } from './errors.ts';
import { hashEngine, hashModels, sha256 } from './fingerprint.ts';
import { createLakeSchema, dropLakeViews } from './lake-schema.ts';
import { type Load, readLoads } from './loads.ts';
import { prune, publish, publishedBuild } from './publish.ts';
import type { BuildRecord } from './record.ts';
import { attachLast, copyLastBuild, detachLast } from './renewal/last-build.ts';
import { Renewal } from './renewal/renewal.ts';
import { runModels } from './run-models.ts';
import { openWorkFolder } from './work-folder.ts';

/** Told as each model or test begins: a sentence for people, and which of how many it is. */
export interface BuildProgress {
  readonly text: string;
  readonly done: number;
  readonly total: number;
}

/** What a build is made of; the same loads, models, vars and days give the same marts. */
export interface BuildOptions {
  readonly home: string;
  /** The dbt project. */
  readonly modelsDir: string;
  /** ISO time: use only loads that had arrived by then. Such a build is kept, not published. */
  readonly asKnownAt?: string;
  /** YYYY-MM-DD; default the day of the newest load used. */
  readonly asOfDate?: string;
  readonly vars?: Readonly<Record<string, string>>;
  /** Build even where the published build was made of the same, and everything anew. */
  readonly force?: boolean;
  /** Tables of at least as many rows, or of a feed with as many, are renewed in part where they can be; default 10,000. */
  readonly smallestSliced?: number;
  /** Builds to keep; default 5. */
  readonly keep?: number;
  readonly onEvent?: (progress: BuildProgress) => void;
}

function instant(text: string): Date {
  const zoned = /(Z|[+-]\d\d:?\d\d)$/.test(text) || /^\d{4}-\d\d-\d\d$/.test(text);
  const time = new Date(zoned ? text : `${text}Z`);
  if (!Number.isNaN(time.getTime())) return time;
  throw new WarehouseError(
    'TIME_MALFORMED',
    `"${text}" is not a time.`,
    'Write it as 2026-03-31 or 2026-03-31T22:00:00Z.',
  );
}

function dayOf(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw new WarehouseError('TIME_MALFORMED', `"${text}" is not a date.`, 'Write it as 2026-03-31.');
}

const compact = (time: Date): string => time.toISOString().replaceAll(/[-:.]/g, '');

const endOfTime = '9999-12-31 00:00:00';
const sqlTime = (time: Date): string => time.toISOString().slice(0, 23).replace('T', ' ');

function newest(loads: readonly Load[]): Load {
  const last = loads.at(-1);
  if (last) return last;
  throw new WarehouseError(
    'NOTHING_KNOWN',
    'No load had arrived by that time, so there is nothing to build.',
    'Run portolan ingest first, or choose a later time.',
  );
}

function failed(record: BuildRecord): WarehouseError {
  const lines = record.failures.slice(0, 10).map(({ node, message }) => `${node}: ${message}`);
  const more = record.failures.length > 10 ? [`... and ${record.failures.length - 10} more`] : [];
  return new WarehouseError(
    'BUILD_FAILED',
    `Build ${record.id} was not published: ${record.failures.length} models or tests failed.`,
    [
      ...lines,
      ...more,
      `It is kept for inspection: see builds/${record.id}/run_results.json.`,
    ].join('\n  '),
  );
}

/**
 * Builds the warehouse from the lake and publishes it when no model and no test failed. Where the
 * published build was made of the same loads, models, contracts and variables by the same code, it is
 * returned as it is. A build as known on an earlier day is kept beside the published one.
 *
 * @throws WarehouseError when there is nothing to build from, a time is malformed, or a node failed.
 */
export async function build(options: BuildOptions): Promise<BuildRecord> {
  const { home, modelsDir, onEvent = () => {} } = options;
  const until = options.asKnownAt === undefined ? undefined : instant(options.asKnownAt);
  const loads = await readLoads(join(home, 'lake'), until ?? new Date(8.64e15));
  const asOfDate = dayOf(options.asOfDate ?? newest(loads).loaded_at.slice(0, 10));
  const contracts = await readContracts();
  const models = await hashModels(modelsDir);
  const vars = {
    ...options.vars,
    as_known_at: until ? sqlTime(until) : endOfTime,
    as_of_date: asOfDate,
  };
  const items = readItemMaps(home);
  const { filter, feeds } = compileItemMaps(items.maps);
  const compiled = { filter, ...feeds };
  const fingerprint = sha256(
    JSON.stringify([loads.map(({ load_id }) => load_id), models, contracts, vars, compiled]),
  );
  const foundation = sha256(
    JSON.stringify([await hashEngine(), models, contracts, { ...vars, as_of_date: '' }, compiled]),
  );
  const published = await publishedBuild(home);
  const isSame = published?.fingerprint === fingerprint && published.foundation === foundation;
  if (!options.force && published && isSame) return published;

  const goesOn = !options.force && until === undefined;
  const created = new Date();
  const id = `${compact(created)}-${fingerprint.slice(0, 8)}`;
  const folder = await openWorkFolder(home, id);
  const work = folder.path;
  const file = join(work, 'warehouse.duckdb');
  const target = join(work, 'target');
  try {
    const { last, anewBecause } =
      goesOn && published
        ? await copyLastBuild(home, published, foundation, loads, file)
        : { last: undefined, anewBecause: null };
    const renewal = last && new Renewal(last, asOfDate, loads, options.smallestSliced ?? 10_000);
    const copied = last && (await beginSync(file));
    const { failures, marts, definitions } = await withEngine(
      file,
      async (database, connection) => {
        await createLakeSchema(connection, contracts, loads);
        if (last) await attachLast(connection, last);
        const failures = await runModels(
          {
            modelsDir,
            database,
            warehouseFile: file,
            targetPath: target,
            vars: { ...vars, item_maps: compiled },
            renewal,
          },
          (name, done, total) =>
            onEvent({ text: `Building ${name} (${done} of ${total})`, done, total }),
        );
        const isWhole = failures.length === 0;
        const marts = await hashMarts(connection, isWhole ? renewal?.marts : undefined);
        if (last) await detachLast(connection);
        const definitions = isWhole
          ? await bindDefinitions(connection, await readDefinitions(modelsDir), last?.definitions)
          : undefined;
        if (isWhole) await dropLakeViews(connection, contracts);
        await saveWarehouse(connection);
        return { failures, marts, definitions };
      },
    ).finally(copied);
    const record: BuildRecord = {
      id,
      status: failures.length === 0 ? 'success' : 'failed',
      created_at: created.toISOString(),
      as_known_at: until?.toISOString() ?? null,
      as_of_date: asOfDate,
      fingerprint,
      foundation,
      gone_on_from: last?.record.id ?? null,
      anew_because: anewBecause,
      vars,
      loads: loads.map(({ load_id, feed, file_sha256 }) => ({ load_id, feed, file_sha256 })),
      models,
      item_maps: items.files,
      marts,
      failures,
    };
    await writeFile(join(work, 'build.json'), `${JSON.stringify(record, null, 2)}\n`);
    if (definitions)
      await writeFile(join(work, 'metrics.json'), `${JSON.stringify(definitions, null, 2)}\n`);
    for (const artifact of ['manifest.json', 'run_results.json'])
      await copyFile(join(target, artifact), join(work, artifact));
    await rm(target, { recursive: true, force: true });
    await folder.commit();
    if (record.status === 'failed') throw failed(record);
    if (until === undefined) await publish(home, id);
    await prune(home, options.keep ?? 5);
    return record;
  } catch (error) {
    await folder.remove();
    throw error;
  }
}
