import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { generate } from '@portolan/fixtures';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { corpusOf, KINDS } from './corpus.ts';
import { fuzz } from './fuzz.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../shared/samples');
const SECONDS = 20;

let root: string;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'portolan-fuzz-files-'));
  await generate({ size: 'small', seed: 1, out: join(root, 'portfolio') });
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

test('no damaged file crashes or hangs an ingest, loses a row or is refused without a reason', async () => {
  const folders = [join(root, 'portfolio', 'native'), join(root, 'portfolio', 'deliveries')];
  if (existsSync(SAMPLES)) folders.push(SAMPLES);
  const corpus = corpusOf(folders, join(root, 'built'));
  expect(KINDS.filter((kind) => corpus.get(kind)?.length === 0)).toEqual([]);
  const report = await fuzz(corpus, { seed: 20_260_331, seconds: SECONDS });
  expect(report.failures).toEqual([]);
  expect(report.cases).toBeGreaterThan(5);
}, 120_000);
