import { totalmem } from 'node:os';
import { DuckDBInstance } from '@duckdb/node-api';

/** Gigabytes that the engine may hold before it spills to disk: half of the machine's memory, at most 10. */
const memory = (): number => Math.max(1, Math.min(10, Math.floor(totalmem() / 2 ** 31)));

/** Opens the engine that builds a warehouse file. Marts have no order, so rows need not keep theirs. */
export const openEngine = (file: string): Promise<DuckDBInstance> =>
  DuckDBInstance.create(file, {
    memory_limit: `${memory()}GB`,
    preserve_insertion_order: 'false',
    checkpoint_threshold: '1TB',
  });
