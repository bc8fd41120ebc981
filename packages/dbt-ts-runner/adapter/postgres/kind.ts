import { RunnerError } from '../../errors.ts';
import type { AdapterKind } from '../kind.ts';
import { PostgresAdapter } from './adapter.ts';
import { postgresSettings } from './settings.ts';

export const postgresKind: AdapterKind = {
  secrets: ['password', 'pass', 'sslkey'],
  create: async (target, { database, connectionHook }) => {
    if (database !== undefined || connectionHook !== undefined) {
      throw new RunnerError(
        'option_invalid',
        `The options database and connectionHook are for DuckDB, and target '${target.name}' is PostgreSQL. Leave them out.`,
      );
    }
    return new PostgresAdapter(postgresSettings(target));
  },
};
