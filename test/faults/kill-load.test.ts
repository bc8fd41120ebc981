import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '@portolan/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type DeliveryAt, killRounds } from './kill-rounds.ts';

const KILLS = 8;

let root: string;
let portfolio: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'portolan-kills-'));
  portfolio = join(root, 'portfolio');
  await generate({ size: 'small', seed: 1, out: portfolio });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** One plain source and one of each hard kind: ODM, archives of many members, JSON. */
const SYSTEMS = [
  'deliveries/2026-02-15',
  'native/2026-02-15/rtsm',
  'native/2026-02-15/vault-ctms',
  'native/2026-02-15/siebel-ctms',
];

test('a load that is killed over and over ends as one that is not', async () => {
  const deliveries = SYSTEMS.map(
    (path): DeliveryAt => ({
      receivedAt: '2026-02-15T22:00:00Z',
      paths: [join(portfolio, path)],
    }),
  );
  for (const { paths } of deliveries) expect(readdirSync(paths[0] ?? '')).not.toEqual([]);
  const report = await killRounds(root, deliveries, { kills: KILLS, seed: 20_260_215 });
  expect(report.kills).toBe(KILLS);
  expect(report.leftovers).toEqual([]);
  expect(report.undisturbed.loads).toBeGreaterThan(10);
  expect(report.killed).toEqual(report.undisturbed);
}, 180_000);
