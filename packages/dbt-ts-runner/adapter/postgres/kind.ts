import { type AdapterKind, refuseOpenDatabase } from '../kind.ts';
import { PostgresAdapter } from './adapter.ts';
import { postgresSettings } from './settings.ts';

export const postgresKind: AdapterKind = {
  secrets: ['password', 'pass', 'sslkey'],
  create: async (target, options) => {
    refuseOpenDatabase(target, options);
    return new PostgresAdapter(postgresSettings(target));
  },
};
