import { resolve } from 'node:path';
import type { Command } from 'commander';
import { exitCode } from '../exit.ts';
import { homeDirectory } from '../home.ts';
import { operator } from '../operator.ts';

interface Options {
  period: string;
  out: string;
  role?: string;
  build?: string;
  json?: boolean;
}

/** `portolan report accruals --period 2026-03 --out DIR`. */
export function addReport(root: Command): void {
  root
    .command('report')
    .description('write a workbook from the published build')
    .argument('<name>', 'accruals')
    .requiredOption('--period <month>', 'the period to close, YYYY-MM')
    .option('--out <dir>', 'where to write it', '.')
    .option('--build <id>', 'a kept build (default: the published one)')
    .option('--role <name>', 'write it as this role (default: $PORTOLAN_ROLE, else finance)')
    .option('--json', 'print the result as JSON')
    .action(async (name: string, options: Options) => {
      const { openDoor } = await import('@portolan/query');
      const { writeReport } = await import('@portolan/reports');
      const door = await openDoor(homeDirectory(root.opts<{ home?: string }>().home), {
        ...(options.build === undefined ? {} : { build: options.build }),
      });
      try {
        const report = await writeReport(name, {
          door,
          viewer: await operator(options.role),
          period: options.period,
          out: resolve(options.out),
        });
        if (options.json) process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
        else process.stdout.write(`${report.path}  ${report.status}  sha256 ${report.sha256}\n`);
        if (report.status === 'BLOCKED') process.exitCode = exitCode.blocked;
      } finally {
        await door.close();
      }
    });
}
