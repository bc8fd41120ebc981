/** Runs dbt-ts as run_dbt.py runs dbt: a JSON line {dir, args} in, a JSON line out. */
import { createInterface } from 'node:readline';
import { main } from '../../../packages/dbt-ts-runner/cli/main.ts';

for await (const request of createInterface({ input: process.stdin })) {
  const { dir, args } = JSON.parse(request) as { dir: string; args: string[] };
  process.chdir(dir);
  const lines: string[] = [];
  const errors: string[] = [];
  const output = {
    line: (text: string) => void lines.push(text),
    error: (text: string) => void errors.push(text),
  };
  const code = await main(args, output).catch((error: unknown) => {
    errors.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 2;
  });
  const error = code === 2 ? errors.join('\n') : null;
  process.stdout.write(`${JSON.stringify({ success: code === 0, error, lines })}\n`);
}
