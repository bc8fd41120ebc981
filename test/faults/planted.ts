import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { generate, type Size } from '@portolan/fixtures';
import { compared, faultsIn, isForIngest, loadPortfolio } from '../ingest/planted/findings.ts';

/**
 * `npm run test:planted -- --size medium [--seed 1] [--clean] [--from FOLDER]`: loads a reference portfolio as it is delivered and
 * says which planted faults ingest missed and what it found beside them; a clean one must give nothing.
 */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'medium' },
    seed: { type: 'string', default: '1' },
    clean: { type: 'boolean', default: false },
    from: { type: 'string' },
  },
});
const root = mkdtempSync(join(tmpdir(), 'portolan-planted-'));
const out = values.from ?? join(root, 'portfolio');
try {
  if (!values.from) {
    const faults = values.clean ? ('none' as const) : ('planted' as const);
    await generate({ size: values.size as Size, seed: Number(values.seed), out, faults });
  }
  const faults = await faultsIn(out);
  const began = { wall: performance.now(), cpu: process.cpuUsage() };
  const { findings, files } = await loadPortfolio(out, join(root, 'home'));
  const used = process.cpuUsage(began.cpu);
  const { missed, falseAlarms } = compared(faults, findings);
  for (const one of missed) process.stdout.write(`MISSED ${one}\n`);
  for (const one of falseAlarms) process.stdout.write(`FALSE ALARM ${one}\n`);
  const planted = faults.filter(isForIngest).length;
  const seconds = ((performance.now() - began.wall) / 1000).toFixed(0);
  const cpu = ((used.user + used.system) / 1e6).toFixed(0);
  process.stdout.write(
    `${files} files and tables in ${seconds} s (${cpu} s of processor): ${planted - missed.length} of ${planted} planted faults found, ${falseAlarms.length} false alarms\n`,
  );
  if (missed.length + falseAlarms.length > 0) process.exitCode = 1;
} finally {
  rmSync(root, { recursive: true, force: true });
}
