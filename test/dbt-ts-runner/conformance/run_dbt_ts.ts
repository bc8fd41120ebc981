/** Runs dbt-ts as run_dbt.py runs dbt: a JSON line {dir, args} in, a JSON line out. */
import { createInterface } from 'node:readline';
import { main } from '../../../packages/dbt-ts-runner/cli/main.ts';

let lines: string[] = [];
console.log = (line: string) => lines.push(line);
console.error = (line: string) => lines.push(line);

for await (const request of createInterface({ input: process.stdin })) {
  const { dir, args } = JSON.parse(request) as { dir: string; args: string[] };
  process.chdir(dir);
  lines = [];
  const code = await main(args).catch((error: unknown) => {
    lines.push(error instanceof Error ? (error.stack ?? error.message) : String(error));
    return 3;
  });
  const error = code >= 2 ? lines.join('\n') : null;
  process.stdout.write(`${JSON.stringify({ success: code === 0, error, lines })}\n`);
}
