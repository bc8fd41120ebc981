import { execFileSync, spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { openProject } from 'dbt-ts-runner';
import { dbtPython } from '../../test/dbt-ts-runner/conformance/venv.ts';
import { writeProject } from './generate.ts';
import { overhead } from './overhead.ts';

/**
 * dbt-ts, built as it is installed, beside dbt-core, each command a process of its own, on the same generated projects. Usage: tsx bench/dbt-ts/main.ts
 * [models]; three data tests a model. dbt-core comes from the conformance environment, and is left out where there is no Python.
 */
const MODELS = Number(process.argv[2] ?? 2_000);
const SMALL = 20;
const BUILDS = 100;

interface Measured {
  readonly seconds: number;
  /** Seconds of processor time, which other processes disturb less; none where the system does not tell. */
  readonly processor: number | undefined;
  /** Most memory resident, MB; none where the system does not tell. */
  readonly megabytes: number | undefined;
}

interface Tool {
  readonly name: string;
  readonly command: readonly string[];
}

const residentOf = (pid: number): number => {
  try {
    const line = readFileSync(`/proc/${pid}/status`, 'utf8').match(/VmHWM:\s+(\d+) kB/);
    return Number(line?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
};

/** Processor time of a process so far, in seconds: user and system, which the system counts in hundredths. */
const processorOf = (pid: number): number => {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return 0;
  }
};

const measure = (tool: Tool, args: readonly string[], cwd: string): Promise<Measured> =>
  new Promise((done, reject) => {
    const [program = '', ...first] = tool.command;
    const start = performance.now();
    const child = spawn(program, [...first, ...args, '--profiles-dir', '.'], {
      cwd,
      stdio: 'ignore',
    });
    let most = 0;
    let busy = 0;
    const watch = setInterval(() => {
      most = Math.max(most, residentOf(child.pid ?? 0));
      busy = Math.max(busy, processorOf(child.pid ?? 0));
    }, 20);
    child.once('error', reject);
    child.once('exit', (code) => {
      clearInterval(watch);
      const seconds = (performance.now() - start) / 1000;
      if (code !== 0) reject(new Error(`${tool.name} ${args.join(' ')} ended with ${code}`));
      else {
        const [processor, megabytes] = most > 0 ? [busy, most] : [];
        done({ seconds, processor, megabytes });
      }
    });
  });

/** What is timed, in this order: a cold parse leaves behind what a warm one may use. */
const stepsOf = (large: string, small: string, model: string) => {
  const name = model.replace(/^.*\/|\.sql$/g, '');
  const clear = (folder: string) => (): void =>
    rmSync(join(folder, 'target'), { recursive: true, force: true });
  const change = (): void => appendFileSync(model, '-- changed\n');
  const nothing = (): void => undefined;
  return [
    { what: 'cold parse', cwd: large, args: ['parse'], before: clear(large) },
    { what: 'warm parse', cwd: large, args: ['parse'], before: nothing },
    { what: 'one file changed, parse', cwd: large, args: ['parse'], before: change },
    { what: '`ls`', cwd: large, args: ['ls'], before: nothing },
    {
      what: '`compile --select` one',
      cwd: large,
      args: ['compile', '--select', name],
      before: nothing,
    },
    {
      what: `build of ${SMALL} models, ${3 * SMALL} tests`,
      cwd: small,
      args: ['build'],
      before: clear(small),
    },
  ];
};

const told = ({ seconds, processor, megabytes }: Measured): string =>
  [
    `${seconds.toFixed(1)} s`,
    ...(processor === undefined ? [] : [`${processor.toFixed(1)} s busy`]),
    ...(megabytes === undefined ? [] : [`${megabytes.toFixed(0)} MB`]),
  ].join(', ');

setFlagsFromString('--expose-gc');
const collectGarbage: () => void = runInNewContext('gc');

/** Memory after the tenth build and after the last, in this process, once garbage is collected. */
const growth = async (folder: string): Promise<string> => {
  const resident: number[] = [];
  for (let build = 1; build <= BUILDS; build += 1) {
    const project = await openProject(folder, { profilesDir: folder });
    const { results } = await project.build().finished();
    await project.close();
    const failed = results.filter(({ status }) => status !== 'success' && status !== 'pass');
    if (failed.length > 0) throw new Error(`build ${build}: ${failed.length} nodes failed`);
    if (build !== 10 && build !== BUILDS) continue;
    collectGarbage();
    resident.push(process.memoryUsage().rss / 2 ** 20);
  }
  const [early = 0, late = 0] = resident;
  return `${early.toFixed(0)} MB after 10, ${late.toFixed(0)} MB after ${BUILDS} (${(100 * (late / early - 1)).toFixed(0)} %)`;
};

const root = mkdtempSync(join(tmpdir(), 'dbt-ts-bench-'));
const source = resolve(import.meta.dirname, '../../packages/dbt-ts-runner');
const bin = join(source, 'dist/bin/dbt-ts.js');
execFileSync(process.execPath, ['--import', 'tsx', join(source, 'build.ts')], { stdio: 'inherit' });
const python = dbtPython();
const tools: Tool[] = [
  { name: 'dbt-ts', command: [process.execPath, bin] },
  ...('path' in python
    ? [{ name: 'dbt-core', command: [python.path, '-c', 'from dbt.cli.main import cli; cli()'] }]
    : []),
];
try {
  const plans = tools.map((tool) => {
    const large = join(root, tool.name, 'large');
    const small = join(root, tool.name, 'small');
    const model = writeProject(large, MODELS);
    writeProject(small, SMALL);
    return { tool, steps: stepsOf(large, small, model) };
  });
  const rows: string[][] = [];
  for (const [at, { what }] of stepsOf('', '', '').entries()) {
    const row = [what];
    for (const { tool, steps } of plans) {
      const step = steps[at];
      step?.before();
      row.push(step === undefined ? '-' : told(await measure(tool, step.args, step.cwd)));
    }
    rows.push(row);
  }
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |\n`;
  const head = [`${MODELS} models, ${3 * MODELS} tests`, ...tools.map(({ name }) => name)];
  process.stdout.write([line(head), line(head.map(() => '---')), ...rows.map(line)].join(''));
  process.stdout.write(
    `\n${BUILDS} builds in one process: ${await growth(join(root, 'dbt-ts', 'small'))}\n`,
  );
  process.stdout.write(`One thread: ${await overhead(join(root, 'dbt-ts', 'overhead'))}\n`);
  if ('missing' in python) process.stdout.write(`dbt-core is left out: ${python.missing}\n`);
} finally {
  rmSync(root, { recursive: true, force: true });
}
