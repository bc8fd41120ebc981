import { type AdapterKind, refuseOpenDatabase } from '../kind.ts';
import { TrinoAdapter } from './adapter.ts';
import { trinoSettings } from './settings.ts';

export const trinoKind: AdapterKind = {
  secrets: ['password', 'jwt_token', 'http_headers'],
  create: async (target, options) => {
    refuseOpenDatabase(target, options);
    return new TrinoAdapter(trinoSettings(target));
  },
};
