import { duckDbKind } from './duckdb/kind.ts';
import type { AdapterKind } from './kind.ts';
import { postgresKind } from './postgres/kind.ts';
import { trinoKind } from './trino/kind.ts';

const kinds: Readonly<Record<string, AdapterKind>> = {
  duckdb: duckDbKind,
  postgres: postgresKind,
  trino: trinoKind,
};

/** The types that a target may have. */
export const adapterTypes: readonly string[] = Object.keys(kinds);

/** The kind of database that a target's `type` names. */
export function adapterKind(type: string): AdapterKind | undefined {
  return Object.hasOwn(kinds, type) ? kinds[type] : undefined;
}
