/** Runs dbt-ts as run_dbt.py runs dbt: a JSON line {dir, args} in, a JSON line out. */
import { createInterface } from 'node:readline';
import { main } from '../../../packages/dbt-ts-runner/cli/main.ts';

/** The rows that show prints as JSON, a line each, all values as text. */
function shown(lines: readonly string[]): string[] {
  const { show } = JSON.parse(lines.at(-1) ?? '{}') as { show: Record<string, unknown>[] };
  return show.map((row) =>
    JSON.stringify(row, (_, value) =>
      value === null || typeof value === 'object' ? value : String(value),
    ),
  );
}

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
  const told = args[0] === 'show' && code === 0 ? shown(lines) : lines;
  process.stdout.write(`${JSON.stringify({ success: code === 0, error, lines: told })}\n`);
}
