import { constants, existsSync } from 'node:fs';
import { access, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { exitCode } from '../exit.ts';
import { homeDirectory } from '../home.ts';

interface Finding {
  check: string;
  ok: boolean;
  detail: string;
}

const minimum = [20, 19];

function nodeVersion(): Finding {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [wantedMajor = 0, wantedMinor = 0] = minimum;
  const ok = major > wantedMajor || (major === wantedMajor && minor >= wantedMinor);
  return { check: 'Node', ok, detail: `${process.version}, needs ${minimum.join('.')} or newer` };
}

async function homeWritable(home: string): Promise<Finding> {
  try {
    if (!existsSync(home))
      return {
        check: 'home',
        ok: true,
        detail: `${home} is not there yet: the first ingest makes it`,
      };
    if (!(await stat(home)).isDirectory())
      return { check: 'home', ok: false, detail: `${home} is a file: choose another with --home` };
    await access(home, constants.R_OK | constants.W_OK);
    return { check: 'home', ok: true, detail: `${home} can be read and written` };
  } catch {
    return {
      check: 'home',
      ok: false,
      detail: `${home} cannot be written: choose another with --home or $PORTOLAN_HOME`,
    };
  }
}

async function publishedBuild(home: string): Promise<Finding> {
  try {
    const id = (await readFile(join(home, 'current'), 'utf8')).trim();
    await access(join(home, 'builds', id, 'warehouse.duckdb'), constants.R_OK);
    return { check: 'build', ok: true, detail: `${id} is published` };
  } catch {
    return {
      check: 'build',
      ok: false,
      detail: 'none is published: run portolan ingest, then portolan build',
    };
  }
}

async function engine(): Promise<Finding> {
  try {
    const { version } = await import('@duckdb/node-api');
    return { check: 'DuckDB', ok: true, detail: version() };
  } catch {
    return { check: 'DuckDB', ok: false, detail: 'cannot be loaded: run npm ci' };
  }
}

/** `portolan doctor`: what this machine and home lack. */
export function addDoctor(root: Command): void {
  root
    .command('doctor')
    .description('check this machine and home, and say what is missing')
    .option('--json', 'print the findings as JSON')
    .action(async (options: { json?: boolean }) => {
      const home = homeDirectory(root.opts<{ home?: string }>().home);
      const findings = [
        nodeVersion(),
        await engine(),
        await homeWritable(home),
        await publishedBuild(home),
      ];
      if (options.json) process.stdout.write(`${JSON.stringify(findings, null, 2)}\n`);
      else
        for (const { check, ok, detail } of findings)
          process.stdout.write(`${ok ? 'ok  ' : 'FAIL'}  ${check}: ${detail}\n`);
      if (findings.some(({ ok }) => !ok)) process.exitCode = exitCode.failed;
    });
}
