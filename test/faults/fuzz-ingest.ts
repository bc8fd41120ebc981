import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { generate } from '@portolan/fixtures';
import { filesUnder, fuzz } from './fuzz.ts';

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
try {
  if (!values.from) await generate({ size: 'small', seed: 1, out: portfolio });
  const files = [
    ...(existsSync(SAMPLES) ? filesUnder(SAMPLES) : []),
    ...filesUnder(join(portfolio, 'native')),
  ];
  const only = values.case === undefined ? {} : { only: Number(values.case) };
  const options = { seed: Number(values.seed), seconds: Number(values.seconds), ...only };
  const report = await fuzz(files, options, ({ seed, number, file, mutation, why }) => {
    process.stdout.write(
      `FAILED --seed ${seed} --case ${number}: ${file}, ${mutation}\n  ${why}\n`,
    );
  });
  const counts = Object.entries(report.outcomes).sort(([, left], [, right]) => right - left);
  process.stdout.write(
    `${report.cases} damaged files of ${files.length}, seed ${values.seed}: ${counts.map(([name, count]) => `${count} ${name}`).join(', ')}; ${report.failures.length} broke a promise\n`,
  );
  if (report.failures.length > 0) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
