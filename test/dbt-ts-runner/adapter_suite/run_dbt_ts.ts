/** Runs dbt-ts's command line: a JSON line {dir, args, env} in, a JSON line out. */
import { createInterface } from 'node:readline';
import { main } from '../../../packages/dbt-ts-runner/cli/main.ts';
import type { RunnerError } from '../../../packages/dbt-ts-runner/errors.ts';

interface Request {
  readonly dir: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  /** What time it is to be; null where the clock runs. */
  readonly now: string | null;
}

const RunningDate = Date;

/** A Date whose clock stands still. */
function stoppedAt(now: string): DateConstructor {
  const moment = new RunningDate(now).getTime();
  return class extends RunningDate {
    constructor(given: string | number | Date = moment) {
      super(given);
    }
    static override now(): number {
      return moment;
    }
  } as DateConstructor;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { dir, args, env, now } = JSON.parse(line) as Request;
  process.chdir(dir);
  process.env = env;
  globalThis.Date = now === null ? RunningDate : stoppedAt(now);
  const lines: string[] = [];
  const errors: string[] = [];
  let refusal: RunnerError | undefined;
  const output = {
    line: (text: string) => void lines.push(text),
    error: (text: string, cause?: RunnerError) => {
      errors.push(text);
      refusal = cause;
    },
  };
  const code = await main(args, output).catch((error: Error) => {
    errors.push(error.stack ?? error.message);
    return 3;
  });
  const answer = { code, error: errors.join('\n'), refusal: refusal?.code ?? null, lines };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}
