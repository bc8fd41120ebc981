import { rm } from 'node:fs/promises';
import { totalmem } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { text } from './sql.ts';

/**
 * Gigabytes that the engine may hold before it spills to disk: half of the machine's memory, at most 8. Beside them it takes
 * up to 3 for what it does not count.
 */
const memory = (): number => Math.max(1, Math.min(8, Math.floor(totalmem() / 2e9)));

/** What the database that a build makes is called, whatever its file is called. */
const name = 'warehouse';

/** Where the engine spills to. */
const temporaryOf = (file: string): string => `${file}.tmp`;

/** Makes the warehouse what names without a database stand for. */
export const useWarehouse = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(`use ${name}`);
};

/**
 * Opens the engine that builds a warehouse file. Marts have no order, so rows need not keep theirs; what breaks off is thrown
 * away, so nothing is logged ahead of the checkpoint. Connections to it begin with `useWarehouse`.
 */
async function openEngine(file: string): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memory()}GB`,
    temp_directory: temporaryOf(file),
    preserve_insertion_order: 'false',
    checkpoint_threshold: '1TB',
  });
  try {
    const connection = await instance.connect();
    await connection.run(`attach ${text(file)} as ${name} (recovery_mode no_wal_writes)`);
    connection.closeSync();
  } catch (error) {
    instance.closeSync();
    throw error;
  }
  return instance;
}

/** Brings what was made into the warehouse's file: there is no log that would. */
export const saveWarehouse = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(`checkpoint ${name}`);
};

/** Does work with an engine that builds a warehouse file, and with a connection to it; both are closed in the end. */
export async function withEngine<Result>(
  file: string,
  work: (engine: DuckDBInstance, connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const engine = await openEngine(file);
  let connection: DuckDBConnection | undefined;
  try {
    connection = await engine.connect();
    await useWarehouse(connection);
    return await work(engine, connection);
  } finally {
    connection?.closeSync();
    engine.closeSync();
    await rm(temporaryOf(file), { recursive: true, force: true });
  }
}
