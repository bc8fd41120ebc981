import type { PortfolioRecord, Size } from '@portolan/fixtures';
import type { Command } from 'commander';
import { wholeNumber } from '../number.ts';
import { openProgress } from '../progress.ts';

interface Options {
  size: Size;
  seed: number;
  out: string;
  asOf?: string;
  days?: number;
  scenario?: string;
  faults: boolean;
  json?: boolean;
}

/** An interrupted run leaves nothing behind: exiting clears what is half written. */
const interruptions = [
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const;

const counted = (count: number): string => count.toLocaleString('en-US');

function describe(record: PortfolioRecord, seconds: number): string {
  const { studies, sites, subjects, faults } = record;
  const size = `${counted(studies)} studies, ${counted(sites)} sites, ${counted(subjects)} subjects`;
  return `Generated ${size}, ${counted(faults)} planted faults in ${seconds.toFixed(1)} s`;
}

/** `portolan fixtures`: writes the reference portfolio and its truth into a folder. */
export function addFixtures(root: Command): void {
  root
    .command('fixtures')
    .description('generate a reference portfolio: feeds of a made-up sponsor and the right answers')
    .requiredOption('--out <dir>', 'folder to write; must be absent or empty')
    .option('--size <size>', 'small, medium or large', 'small')
    .option(
      '--seed <number>',
      'seed; the same seed and size give the same bytes',
      wholeNumber('--seed'),
      1,
    )
    .option('--as-of <date>', "last simulated day, YYYY-MM-DD (default: the scenario's)")
    .option(
      '--days <number>',
      'days from the first delivery to the last, 60 to 365 (default 90; large: from 1, default 1)',
      wholeNumber('--days'),
    )
    .option('--scenario <file>', "a scenario of your own (YAML) in place of the size's")
    .option('--no-faults', 'plant nothing: a clean portfolio')
    .option('--json', 'print what was generated as JSON')
    .action(async (options: Options) => {
      const { generate } = await import('@portolan/fixtures');
      const { asOf, days, scenario } = options;
      const progress = openProgress();
      const started = performance.now();
      for (const [signal, code] of interruptions) process.once(signal, () => process.exit(code));
      const record = await generate({
        size: options.size,
        seed: options.seed,
        out: options.out,
        faults: options.faults ? 'planted' : 'none',
        ...(asOf === undefined ? {} : { asOf }),
        ...(days === undefined ? {} : { days }),
        ...(scenario === undefined ? {} : { scenario }),
        onEvent: (event) => progress.status(event.text),
      });
      progress.end();
      if (options.json) process.stdout.write(`${JSON.stringify(record)}\n`);
      else {
        progress.line(describe(record, (performance.now() - started) / 1000));
        progress.line(`Feeds in ${record.out}/deliveries and native, answers in truth`);
      }
    });
}
