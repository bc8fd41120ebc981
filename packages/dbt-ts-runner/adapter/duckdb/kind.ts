import type { AdapterKind } from '../kind.ts';
import { DuckDbAdapter } from './adapter.ts';
import { duckDbSettings } from './settings.ts';

export const duckDbKind: AdapterKind = {
  defaultSchema: 'main',
  secrets: ['secrets'],
  create: (target, { projectDir, database, connectionHook }) => {
    const settings = duckDbSettings(target, projectDir);
    return DuckDbAdapter.create({
      settings: typeof database === 'string' ? { ...settings, path: database } : settings,
      projectDir,
      instance: typeof database === 'string' ? undefined : database,
      connectionHook,
    });
  },
};
