import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ReportOutcome } from '@portolan/reports';
import type { BuildRecord } from '@portolan/warehouse';
import type { Command } from 'commander';
import { CliError } from '../errors.ts';
import { homeDirectory } from '../home.ts';
import { operator } from '../operator.ts';
import { portNumber } from '../port.ts';
import { openProgress, type Progress } from '../progress.ts';
import { serve } from '../serving.ts';
import { describeBuild, modelsDirectory } from './build.ts';
import { printFiles, showIngest } from './ingest.ts';

interface Options {
  port: number;
  once?: boolean;
  seed: number;
  json?: boolean;
}

interface Portfolio {
  seed: number;
  size: string;
  as_of: string;
}

async function readPortfolio(folder: string): Promise<Portfolio | undefined> {
  const file = join(folder, 'portfolio.json');
  return existsSync(file) ? JSON.parse(await readFile(file, 'utf8')) : undefined;
}

async function portfolio(folder: string, seed: number, progress: Progress): Promise<Portfolio> {
  const present = await readPortfolio(folder);
  if (present?.seed === seed) return present;
  if (present)
    throw new CliError(
      'CLI_DEMO_SEED_DIFFERS',
      `This home holds the portfolio of seed ${present.seed}.`,
      `Name another home for seed ${seed} with --home.`,
    );
  progress.status('Generating the reference portfolio');
  const { generate } = await import('@portolan/fixtures');
  await generate({ size: 'small', seed, out: folder });
  const made = await readPortfolio(folder);
  if (!made)
    throw new CliError(
      'CLI_DEMO_PORTFOLIO_DAMAGED',
      `The generator left no portfolio.json in ${folder}.`,
      'Remove the folder and run the demo again.',
    );
  progress.line(`Generated the small reference portfolio (seed ${seed}) in ${folder}`);
  return made;
}

async function load(home: string, folder: string, progress: Progress): Promise<void> {
  const { ingest } = await import('@portolan/ingest');
  let rows = 0;
  let files = 0;
  for (const day of (await readdir(folder)).sort()) {
    const summary = await ingest({
      home,
      paths: [join(folder, day)],
      receivedAt: `${day}T22:00:00Z`,
      onEvent: (event) => showIngest(event, progress),
    });
    for (const file of summary.files) {
      if (file.outcome !== 'already_loaded') files += 1;
      if (file.outcome !== 'already_loaded') rows += file.rows_accepted;
      if (file.rows_rejected > 0 && file.outcome !== 'already_loaded') printFiles([file], progress);
    }
  }
  progress.line(
    files === 0
      ? 'All deliveries were already loaded: nothing changed'
      : `Loaded ${files} deliveries, ${rows.toLocaleString('en-US')} rows`,
  );
}

async function publish(home: string, asOf: string, progress: Progress): Promise<BuildRecord> {
  const { build } = await import('@portolan/warehouse');
  const record = await build({
    home,
    modelsDir: modelsDirectory,
    asOfDate: asOf,
    onEvent: (event) => progress.status(event.text),
  });
  progress.line(describeBuild(record));
  return record;
}

async function writeWorkbook(
  home: string,
  period: string,
  progress: Progress,
): Promise<ReportOutcome> {
  progress.status('Writing the accrual workbook');
  const { openDoor } = await import('@portolan/query');
  const { writeReport } = await import('@portolan/reports');
  const door = await openDoor(home);
  try {
    const report = await writeReport('accruals', {
      door,
      viewer: await operator('finance'),
      period,
      out: join(home, 'reports'),
    });
    progress.line(`Accrual workbook ${report.path}: ${report.status}`);
    return report;
  } finally {
    await door.close();
  }
}

/** `portolan demo`: the reference portfolio from its feeds to the dashboards. */
export function addDemo(root: Command): void {
  root
    .command('demo')
    .description('generate a small portfolio, ingest, build, write the workbook and serve it')
    .option('--port <number>', 'port', portNumber, 4173)
    .option('--once', 'stop after building and writing the workbook')
    .option('--json', 'print home, build and workbook as JSON')
    .option('--seed <number>', 'seed of the portfolio', Number, 1)
    .action(async (options: Options) => {
      const progress = openProgress();
      const given = root.opts<{ home?: string }>().home;
      const home = given === undefined ? join(homeDirectory(), 'demo') : homeDirectory(given);
      const folder = join(home, 'reference-portfolio');
      const { as_of } = await portfolio(folder, options.seed, progress);
      await load(home, join(folder, 'deliveries'), progress);
      const build = await publish(home, as_of, progress);
      const report = await writeWorkbook(home, as_of.slice(0, 7), progress);
      progress.end();
      if (options.json)
        process.stdout.write(`${JSON.stringify({ home, build: build.id, report: report.path })}\n`);
      if (!options.once) await serve(home, options.port, options.json);
    });
}
