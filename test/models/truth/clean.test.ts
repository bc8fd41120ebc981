import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from '@portolan/fixtures';
import { ingest } from '@portolan/ingest';
import { build } from '@portolan/warehouse';
import { afterAll, expect, test } from 'vitest';
import { modelsDir } from '../project.ts';
import { openWarehouse } from './planted/planted.ts';

const root = mkdtempSync(join(tmpdir(), 'portolan-clean-'));
const portfolio = join(root, 'portfolio');
const home = join(root, 'home');

afterAll(() => rmSync(root, { recursive: true, force: true }));

test('a portfolio without faults, from the hub and from every system, gives no finding', async () => {
  await generate({ size: 'small', seed: 1, faults: 'none', out: portfolio });
  for (const day of readdirSync(join(portfolio, 'deliveries')).sort())
    await ingest({
      home,
      paths: ['deliveries', 'native'].map((kind) => join(portfolio, kind, day)),
      receivedAt: `${day}T22:00:00Z`,
    });
  const warehouse = await openWarehouse(home, await build({ home, modelsDir }));
  try {
    expect(await warehouse.findings()).toEqual([]);
  } finally {
    warehouse.close();
  }
}, 1_800_000);
