import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import type { BuildRecord } from '@portolan/warehouse';
import type { TrueFault } from '../../../ingest/planted/findings.ts';
import { data } from './data.ts';
import { money } from './money.ts';
import { operations } from './operations.ts';
import type { Told } from './told.ts';

export const whereTold: Readonly<Record<string, Told>> = { ...data, ...operations, ...money };

/**
 * Whether the warehouse is to tell a fault: one that only shows when records, files or systems are compared. What a file
 * shows by itself, how it is read and what is withheld is ingest's; indicators are not in findings.
 */
export const isForWarehouse = ({ area, handling }: TrueFault): boolean =>
  handling === 'compared' && area !== 'privacy' && area !== 'statistics';

/** Parts of the place of a fault that a query names. */
const parametersOf = (query: Told, { place }: TrueFault): Record<string, string | null> =>
  Object.fromEntries(
    [...query.matchAll(/\$(\w+)/g)].map(([, name = '']) => [
      name,
      place[name] === undefined ? null : String(place[name]),
    ]),
  );

export interface Warehouse {
  /** Rows that a query has. */
  count(query: string, parameters?: Record<string, string | null>): Promise<number>;
  /** The rows of a query. */
  rows(query: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** The findings, one line each. */
  findings(): Promise<readonly string[]>;
  close(): void;
}

/** Opens the warehouse of a build to read it. */
export async function openWarehouse(home: string, { id }: BuildRecord): Promise<Warehouse> {
  const instance = await DuckDBInstance.create(join(home, 'builds', id, 'warehouse.duckdb'), {
    access_mode: 'READ_ONLY',
  });
  const connection = await instance.connect();
  return {
    count: async (query, parameters = {}) =>
      (await connection.runAndReadAll(query, parameters)).currentRowCount,
    rows: async (query) => (await connection.runAndReadAll(query)).getRowObjects(),
    findings: async () =>
      (
        await connection.runAndReadAll(
          'select kind, study_id, site_id, entity, entity_id, detail from marts.data_findings order by all',
        )
      )
        .getRows()
        .map((row) => row.join(' | ')),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Faults that the warehouse does not tell though it should, one line each. */
export async function missed(
  { count }: Warehouse,
  faults: readonly TrueFault[],
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const fault of faults.filter(isForWarehouse)) {
    const query = whereTold[fault.kind];
    const found = query !== undefined && (await count(query, parametersOf(query, fault))) > 0;
    if (!found) lines.push(`${fault.kind} at ${JSON.stringify(fault.place)}`);
  }
  return lines;
}
