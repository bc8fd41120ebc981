import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generate } from '@portolan/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { filesUnder, fuzz } from './fuzz.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../shared/samples');
const SECONDS = 20;

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'portolan-fuzz-files-'));
  await generate({ size: 'small', seed: 1, out: join(root, 'portfolio') });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('no damaged file crashes or hangs an ingest, loses a row or is refused without a reason', async () => {
  const files = [
    ...(existsSync(SAMPLES) ? filesUnder(SAMPLES) : []),
    ...filesUnder(join(root, 'portfolio', 'native')),
  ];
  const report = await fuzz(files, { seed: 20_260_331, seconds: SECONDS });
  expect(report.failures).toEqual([]);
  expect(report.cases).toBeGreaterThan(5);
}, 120_000);
