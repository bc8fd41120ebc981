import { once } from 'node:events';

function isBrokenPipe(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'EPIPE';
}

/** Ends quietly when whoever reads standard output has seen enough, as `head` does. */
export function quitWithReader(): void {
  process.stdout.on('error', (error) => {
    if (!isBrokenPipe(error)) throw error;
    process.exit(0);
  });
}

/** Writes to standard output at the pace of its reader. */
export async function write(part: string | Uint8Array): Promise<void> {
  if (!process.stdout.write(part)) await once(process.stdout, 'drain');
}
