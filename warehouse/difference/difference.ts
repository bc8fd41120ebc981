import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { mayReadRows, openDoor, type Viewer } from '@portolan/query';
import { readContracts } from '../contracts.ts';
import { WarehouseError } from '../errors.ts';
import { keyOf, lineageOf, readManifest } from '../lineage.ts';
import { readBuild } from '../publish.ts';
import type { BuildRecord } from '../record.ts';
import { text } from '../sql.ts';
import { type Cause, causesIn } from './causes.ts';
import { compareMart, type MartDifference, martDifferences } from './marts.ts';
import { type RestatedValue, restatedValues, type Wanted } from './restated.ts';

/** What a later build tells otherwise than an earlier one of the same days. */
export interface Difference {
  readonly before: string;
  readonly after: string;
  /** ISO day up to which both tell: that of the earlier data. */
  readonly as_of: string;
  readonly values: readonly RestatedValue[];
  /** Differences of the marts that those values are counted on, with the rows delivered in between. */
  readonly marts: readonly (MartDifference & { readonly causes: readonly Cause[] })[];
  /** Loads that only one of the builds was made of. */
  readonly loads: { readonly added: number; readonly removed: number };
}

async function recordOf(home: string, id: string): Promise<BuildRecord> {
  const record = await readBuild(home, id);
  if (record) return record;
  throw new WarehouseError(
    'BUILD_UNKNOWN',
    `There is no build ${id.slice(0, 80)} in this home.`,
    'Look into the folder builds for those that are kept, or make one with portolan build --as-known-at.',
  );
}

const only = (one: BuildRecord, other: BuildRecord): string[] => {
  const ids = new Set(other.loads.map(({ load_id }) => load_id));
  return one.loads.map(({ load_id }) => load_id).filter((id) => !ids.has(id));
};

/**
 * Restatement between two kept builds: values of metrics that differ for the same day, and the marts and
 * delivered rows behind them. Only what the viewer may see is compared, and only rows that the viewer may read are
 * counted.
 *
 * @throws WarehouseError BUILD_UNKNOWN when a build is not kept; QueryError when one cannot be opened.
 */
export async function difference(
  home: string,
  ids: readonly [before: string, after: string],
  viewer: Viewer,
  wanted: Wanted = {},
): Promise<Difference> {
  const [before, after] = [await recordOf(home, ids[0]), await recordOf(home, ids[1])];
  const as_of = [before.as_of_date, after.as_of_date].sort()[0] ?? '';
  const doors = [
    await openDoor(home, { build: before.id }),
    await openDoor(home, { build: after.id }),
  ] as const;
  try {
    const values = await restatedValues(doors[0], doors[1], viewer, as_of, wanted);
    const studies = new Set<unknown>(values.map(({ at }) => at.study));
    const isAsked = (study: string) => wanted.studies?.includes(study) ?? true;
    const restated = new Set(values.map(({ metric }) => metric));
    const described = (await doors[1].metrics(viewer)).filter(({ name }) => restated.has(name));
    const marts = datedMarts(described.flatMap((metric) => metric.marts));
    return {
      before: before.id,
      after: after.id,
      as_of,
      values,
      marts: (await rowsBehind(home, [before, after], marts, as_of)).filter(
        ({ mart, study }) =>
          mayReadRows(viewer, mart, study) &&
          (study === null || (isAsked(study) && (studies.has(study) || studies.has(undefined)))),
      ),
      loads: { added: only(after, before).length, removed: only(before, after).length },
    };
  } finally {
    for (const door of doors) await door.close();
  }
}

/** Marts in the order of their names, each with the one column that dates it for all metrics, if there is one. */
function datedMarts(
  marts: readonly { name: string; time?: string }[],
): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const { name, time } of [...marts].sort((a, b) => (a.name < b.name ? -1 : 1)))
    found.set(name, found.has(name) && found.get(name) !== time ? undefined : time);
  return found;
}

async function rowsBehind(
  home: string,
  [before, after]: readonly [BuildRecord, BuildRecord],
  marts: ReadonlyMap<string, string | undefined>,
  asOf: string,
): Promise<Difference['marts']> {
  const manifest = await readManifest(home, after.id);
  const contracts = new Map((await readContracts()).map((one) => [one.feed, one]));
  const loads = only(after, before);
  const instance = await DuckDBInstance.create();
  const connection = await instance.connect();
  try {
    for (const [name, { id }] of Object.entries({ before, after })) {
      const file = join(home, 'builds', id, 'warehouse.duckdb');
      await connection.run(`attach ${text(file)} as ${name} (read_only)`);
    }
    const found: Difference['marts'][number][] = [];
    for (const [name, time] of marts) {
      const key = keyOf(manifest, name);
      const mart = await compareMart(connection, { name, key, time, asOf });
      if (!mart) continue;
      const causes: Cause[] = [];
      const differences = await martDifferences(connection, mart);
      for (const feed of differences.length > 0 ? lineageOf(manifest, name).feeds : []) {
        const contract = contracts.get(feed);
        if (contract) causes.push(...(await causesIn(connection, mart, contract, loads)));
      }
      found.push(
        ...differences.map((one) => ({
          ...one,
          causes: causes.filter(({ study }) => study === null || study === one.study),
        })),
      );
    }
    return found;
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}
