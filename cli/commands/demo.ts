import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { homeDirectory } from '../home.ts';
import { operator } from '../operator.ts';
import { portNumber } from '../port.ts';
import { openProgress, type Progress } from '../progress.ts';
import { serve } from '../serving.ts';
import { modelsDirectory } from './build.ts';
import { printFile, showIngest } from './ingest.ts';

interface Options {
  port: number;
  once?: boolean;
  seed: number;
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
  progress.status('Generating the reference portfolio');
  const { generate } = await import('@portolan/fixtures');
  await generate({ size: 'small', seed, out: folder });
  const made = await readPortfolio(folder);
  if (!made) throw new Error(`The generator left no portfolio.json in ${folder}.`);
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
      if (file.rows_rejected > 0 && file.outcome !== 'already_loaded') printFile(file, progress);
    }
  }
  progress.line(
    files === 0
      ? 'All deliveries were already loaded: nothing changed'
      : `Loaded ${files} deliveries, ${rows.toLocaleString('en-US')} rows`,
  );
}

async function publish(home: string, asOf: string, progress: Progress): Promise<void> {
  const { build } = await import('@portolan/warehouse');
  const record = await build({
    home,
    modelsDir: modelsDirectory,
    asOfDate: asOf,
    onEvent: (event) => progress.status(event.text),
  });
  progress.line(`Build ${record.id} published, data as of ${record.as_of_date}`);
}

async function writeWorkbook(home: string, period: string, progress: Progress): Promise<void> {
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
    .option('--seed <number>', 'seed of the portfolio', Number, 1)
    .action(async (options: Options) => {
      const progress = openProgress();
      const home = homeDirectory(root.opts<{ home?: string }>().home);
      const folder = join(home, 'reference-portfolio');
      const { as_of } = await portfolio(folder, options.seed, progress);
      await load(home, join(folder, 'deliveries'), progress);
      await publish(home, as_of, progress);
      await writeWorkbook(home, as_of.slice(0, 7), progress);
      progress.end();
      if (!options.once) await serve(home, options.port);
    });
}
