// Runs the whole check: format and lint, types, then every test; closes with one line of counts.
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureChromium, ensureSshd } from './debian.js';

const bin = (name) => join('node_modules', '.bin', name);

function run(command, args, env = {}) {
  return (
    spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, TZ: 'UTC', ...env } })
      .status === 0
  );
}

function isClean(label, command, args) {
  process.stdout.write(`\n# ${label}\n`);
  return run(command, args);
}

function countTests(report) {
  const { numPassedTests, numFailedTests, numFailedTestSuites, numPendingTests, numTodoTests } =
    JSON.parse(readFileSync(report, 'utf8'));
  const failed = numFailedTests === 0 ? numFailedTestSuites : numFailedTests;
  return { passed: numPassedTests, failed, skipped: numPendingTests + numTodoTests };
}

const filters = process.argv.slice(2);
const checks =
  filters.length > 0
    ? []
    : [
        ['format and lint', bin('biome'), ['check', '.']],
        ['types', bin('tsc'), ['--noEmit']],
        ['types of the browser app', bin('tsc'), ['--noEmit', '-p', 'dashboards']],
      ];
const failedChecks = checks.filter((check) => !isClean(...check)).map(([label]) => label);

const chromium = ensureChromium();
const sshd = ensureSshd();
const folder = mkdtempSync(join(tmpdir(), 'portolan-test-'));
chmodSync(folder, 0o711); // Tests of denied access run a child as another user, who must get through.
const report = join(folder, 'report.json');
process.stdout.write('\n# tests\n');
const isGreen = run(
  bin('vitest'),
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${report}`, ...filters],
  {
    TMPDIR: folder,
    ...(chromium ? { PORTOLAN_CHROMIUM: chromium } : {}),
    ...(sshd ? { PORTOLAN_SSHD: sshd } : {}),
  },
);

let counts = { passed: 0, failed: 1, skipped: 0 };
try {
  counts = countTests(report);
} catch {
  process.stdout.write('The test runner wrote no report: see its output above.\n');
}
rmSync(folder, { recursive: true, force: true });

const failed = counts.failed + failedChecks.length;
if (failedChecks.length > 0) process.stdout.write(`\nNot clean: ${failedChecks.join(', ')}\n`);
process.stdout.write(`\n${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped\n`);
process.exitCode = isGreen && failed === 0 && counts.passed > 0 ? 0 : 1;
