import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { generate } from '@portolan/fixtures';
import { ingest } from '@portolan/ingest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Corpus, corpusOf, KINDS } from './corpus.ts';
import { truncations } from './mutate.ts';
import { brokenBy, secretsOf } from './promises.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../shared/samples');
const BYTES = 20_000;

let root: string;
let corpus: Corpus;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'portolan-cut-'));
  await generate({ size: 'small', seed: 1, out: join(root, 'portfolio') });
  const folders = [join(root, 'portfolio', 'native'), join(root, 'portfolio', 'deliveries')];
  if (existsSync(SAMPLES)) folders.push(SAMPLES);
  corpus = corpusOf(folders, join(root, 'built'));
}, 240_000);
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The file whose size is nearest to what can be read a hundred times. */
const middling = (files: readonly string[]): string => {
  const distance = (path: string): number => Math.abs(statSync(path).size - BYTES);
  const [nearest = ''] = files.toSorted((left, right) => distance(left) - distance(right));
  return nearest;
};

/** Delivers a file cut at every percent, each in a folder of its own under its own name. */
const deliverCuts = (file: string, drop: string): void => {
  const bytes = readFileSync(file);
  for (const [percent, { mutate }] of truncations.entries()) {
    const folder = join(drop, String(percent).padStart(2, '0'));
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, basename(file)),
      mutate(bytes, () => 0),
    );
  }
};

const packed: readonly string[] = KINDS.filter((kind) => /^(gzip|zlib|zip)\b/.test(kind));

test.each(KINDS)(
  '%s cut at every percent is loaded without losing a row, or refused with a reason',
  async (kind) => {
    const file = middling(corpus.get(kind) ?? []);
    const home = join(root, 'homes', kind);
    const drop = join(root, 'drops', kind);
    deliverCuts(file, drop);
    const { files: outcomes } = await ingest({
      home,
      paths: readdirSync(drop)
        .sort()
        .map((percent) => join(drop, percent, basename(file))),
    });
    expect(outcomes.length).toBeGreaterThanOrEqual(truncations.length);
    expect(outcomes[0]).toMatchObject({ outcome: 'refused', code: 'EMPTY_FILE' });
    const secrets = secretsOf(readFileSync(file));
    for (const outcome of outcomes)
      expect(await brokenBy(home, outcome, secrets, basename(file))).toBeUndefined();
    if (packed.includes(kind))
      expect(outcomes.slice(5).map((one) => one.load_id)).toEqual(
        outcomes.slice(5).map(() => undefined),
      );
  },
  300_000,
);
