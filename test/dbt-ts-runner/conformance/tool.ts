import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { databaseFile } from './database.ts';

/** What one invocation came to. */
export interface Outcome {
  readonly success: boolean;
  /** Why nothing could run; null when nodes ran, whatever became of them. */
  readonly error: string | null;
  /** What `ls` lists. */
  readonly lines: readonly string[];
}

/** dbt or dbt-ts in a process of its own that takes one invocation after another. */
export class Tool {
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;
  #stderr = '';

  constructor(command: string, args: readonly string[]) {
    this.#process = spawn(command, args, { env: { ...process.env, ...environment } });
    this.#process.stderr.on('data', (data) => {
      this.#stderr = `${this.#stderr}${data}`.slice(-4000);
    });
    this.#process.stdin.on('error', () => undefined);
    this.#answers = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
  }

  /** Runs the arguments in the folder; invocations are not to overlap. */
  async invoke(dir: string, args: readonly string[]): Promise<Outcome> {
    this.#process.stdin.write(`${JSON.stringify({ dir, args })}\n`);
    const { value, done } = await this.#answers.next();
    if (done === true) throw new Error(`${this.#process.spawnfile} ended: ${this.#stderr}`);
    return JSON.parse(value);
  }

  async close(): Promise<void> {
    this.#process.stdin.end();
    if (this.#process.exitCode === null) await once(this.#process, 'exit');
  }
}

/** The same for both tools. */
const environment = {
  TZ: 'UTC',
  DBT_SEND_ANONYMOUS_USAGE_STATS: 'false',
  DBT_PROFILES_DIR: '.',
  CONFORMANCE_REGION: 'north',
  PORTOLAN_WAREHOUSE: databaseFile,
  PYTHONWARNINGS: 'ignore',
};
