import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from '@portolan/fixtures';
import { corpusOf } from './corpus.ts';
import { fuzz } from './fuzz.ts';

/** `npm run test:faults -- --seconds 120 --seed 1 [--case N] [--from FOLDER]`: damaged files, and what may never happen. */
const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '120' },
    seed: { type: 'string', default: '1' },
    case: { type: 'string' },
    from: { type: 'string' },
  },
});
const SAMPLES = resolve(import.meta.dirname, '../../../shared/samples');
const root = mkdtempSync(join(tmpdir(), 'portolan-fuzz-files-'));
const portfolio = values.from ?? join(root, 'portfolio');
const told = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .sort(([, left], [, right]) => right - left)
    .map(([name, count]) => `${count} ${name}`)
    .join(', ');
try {
  if (!values.from) await generate({ size: 'small', seed: 1, out: portfolio });
  const folders = [join(portfolio, 'native'), join(portfolio, 'deliveries')];
  if (existsSync(SAMPLES)) folders.push(SAMPLES);
  const corpus = corpusOf(folders, join(root, 'built'));
  const only = values.case === undefined ? {} : { only: Number(values.case) };
  const options = { seed: Number(values.seed), seconds: Number(values.seconds), ...only };
  const report = await fuzz(corpus, options, ({ seed, number, file, mutation, why }) => {
    process.stdout.write(
      `FAILED --seed ${seed} --case ${number}: ${file}, ${mutation}\n  ${why}\n`,
    );
  });
  process.stdout.write(
    `${report.cases} damaged files, seed ${values.seed}; of kinds: ${told(report.kinds)}; outcomes: ${told(report.outcomes)}; ${report.failures.length} broke a promise\n`,
  );
  if (report.failures.length > 0) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
