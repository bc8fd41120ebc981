import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from './databases.ts';

/** What became of one test function of the suite on one database, in all classes that inherit it. */
export interface FunctionResult {
  readonly database: Database['name'];
  /** `group.file.Class.test`. */
  readonly name: string;
  readonly cases: number;
  /** Cases that did not pass, with the end of what pytest says. */
  readonly failures: readonly { readonly case: string; readonly detail: string }[];
}

/** True when the function ran and passed wherever it did. */
export function isPassed({ cases, failures }: FunctionResult): boolean {
  return cases > 0 && failures.length === 0;
}

interface Line {
  readonly function: string;
  readonly outcome: 'defined' | 'passed' | 'failed' | 'skipped';
  readonly case?: string;
  readonly detail?: string;
}

export interface SuiteOptions {
  /** The Python that has dbt and the suite. */
  readonly python: string;
  readonly database: Database;
  /** pytest's `-k`. */
  readonly keyword?: string;
}

/** Runs dbt-tests-adapter with pytest; every function it defines is in the answer. */
export async function runSuite(options: SuiteOptions): Promise<FunctionResult[]> {
  const { python, database, keyword = '' } = options;
  const folder = mkdtempSync(join(tmpdir(), 'adapter-suite-'));
  const report = join(folder, 'report.jsonl');
  try {
    const args = ['-m', 'pytest', '-c', 'pytest.ini', '--rootdir', folder];
    args.push('--basetemp', join(folder, 'pytest'));
    if (keyword !== '') args.push('-k', keyword);
    const pytest = spawn(python, args, {
      cwd: import.meta.dirname,
      env: {
        ...process.env,
        ...database.env,
        TZ: 'UTC',
        PYTHONDONTWRITEBYTECODE: '1',
        ADAPTER_SUITE_DATABASE: database.name,
        ADAPTER_SUITE_REPORT: report,
      },
    });
    let said = '';
    for (const stream of [pytest.stdout, pytest.stderr]) {
      stream.on('data', (data) => {
        said = `${said}${data}`.slice(-4000);
      });
    }
    await once(pytest, 'close');
    if (!existsSync(report)) throw new Error(`pytest could not collect the suite: ${said}`);
    return resultsIn(readFileSync(report, 'utf8'), database.name);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function resultsIn(report: string, database: Database['name']): FunctionResult[] {
  const lines = report
    .trim()
    .split('\n')
    .map((line): Line => JSON.parse(line));
  const byName = new Map<string, Line[]>();
  for (const line of lines) {
    byName.set(line.function, [...(byName.get(line.function) ?? []), line]);
  }
  return [...byName].sort().map(([name, found]) => {
    const ran = found.filter(({ outcome }) => outcome !== 'defined');
    return {
      database,
      name,
      cases: ran.length,
      failures: ran
        .filter(({ outcome }) => outcome !== 'passed')
        .map((line) => ({ case: line.case ?? name, detail: line.detail ?? '' })),
    };
  });
}
