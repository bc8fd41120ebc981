import { totalmem } from 'node:os';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { text } from './sql.ts';

/** Gigabytes that the engine may hold before it spills to disk: half of the machine's memory, at most 10. */
const memory = (): number => Math.max(1, Math.min(10, Math.floor(totalmem() / 2 ** 31)));

/** What the database that a build makes is called, whatever its file is called. */
const name = 'warehouse';

/** Makes the warehouse what names without a database stand for. */
export const useWarehouse = async (connection: DuckDBConnection): Promise<void> => {
  await connection.run(`use ${name}`);
};

/**
 * Opens the engine that builds a warehouse file. Marts have no order, so rows need not keep theirs; what breaks off is thrown
 * away, so nothing is logged ahead of the checkpoint. Connections to it begin with `useWarehouse`.
 */
export async function openEngine(file: string): Promise<DuckDBInstance> {
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: `${memory()}GB`,
    temp_directory: `${file}.tmp`,
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

/** A connection to the engine, in the warehouse. */
export async function connectTo(engine: DuckDBInstance): Promise<DuckDBConnection> {
  const connection = await engine.connect();
  await useWarehouse(connection);
  return connection;
}
