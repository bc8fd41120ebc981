import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type DeliveryAt, killRounds } from './kill-rounds.ts';

/**
 * `node --import tsx test/faults/kill-load.ts --size small --kills 200 --seed 1 [--from FOLDER] [--days 2026-02-15,...]
 * [--seconds N]`: kills loads of a portfolio, or of some of its days; no more kills once N seconds have passed.
 */
const { values } = parseArgs({
  options: {
    size: { type: 'string', default: 'small' },
    kills: { type: 'string', default: '200' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string' },
    days: { type: 'string' },
    seconds: { type: 'string', default: 'Infinity' },
  },
});
const CLI = resolve(import.meta.dirname, '../../cli/bin/portolan.js');
const root = mkdtempSync(join(tmpdir(), 'portolan-kills-'));
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const portfolio = values.from ?? join(root, 'portfolio');
if (!values.from) {
  const args = ['fixtures', '--size', values.size, '--seed', '1', '--out', portfolio];
  execFileSync(process.execPath, [CLI, ...args], { stdio: 'ignore' });
}
const days = values.days?.split(',');
/** One delivery a system and day: a killed load passes over what that delivery has loaded before it goes on. */
const deliveries: readonly DeliveryAt[] = ['deliveries', 'native'].flatMap((kind) =>
  readdirSync(join(portfolio, kind))
    .filter((day) => days === undefined || days.includes(day))
    .sort()
    .flatMap((day) =>
      readdirSync(join(portfolio, kind, day))
        .sort()
        .map((system) => ({
          receivedAt: `${day}T22:00:00Z`,
          paths: [join(portfolio, kind, day, system)],
        })),
    ),
);
const report = await killRounds(root, deliveries, {
  kills: Number(values.kills),
  seed: Number(values.seed),
  seconds: Number(values.seconds),
  tell: say,
});
const { undisturbed, killed } = report;
say(
  `${values.size}, seed ${values.seed}: ${report.kills} kills (${report.early} while starting or catching up), ${report.children} children, ${report.seconds.toFixed(0)} s; undisturbed ${report.undisturbedSeconds.toFixed(0)} s`,
);
say(`undisturbed: ${JSON.stringify(undisturbed)}`);
say(`killed:      ${JSON.stringify(killed)}`);
say(`left behind: ${report.leftovers.length === 0 ? 'nothing' : report.leftovers.join(', ')}`);
const isEqual = undisturbed.hash === killed.hash && report.leftovers.length === 0;
say(isEqual ? 'equal' : `NOT EQUAL; both homes stay in ${root}`);
if (isEqual) rmSync(root, { recursive: true, force: true });
else process.exitCode = 1;
