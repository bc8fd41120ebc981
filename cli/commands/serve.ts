import type { Command } from 'commander';
import { homeDirectory } from '../home.ts';
import { portNumber } from '../port.ts';
import { serve } from '../serving.ts';

interface Options {
  port: number;
  json?: boolean;
}

/** `portolan serve`: dashboards and API on this machine only, in demo mode. */
export function addServe(root: Command): void {
  root
    .command('serve')
    .description('serve the dashboards and the API on 127.0.0.1 (demo roles, this machine only)')
    .option('--port <number>', 'port', portNumber, 4173)
    .option('--json', 'print the address as JSON once it listens')
    .action(async (options: Options) => {
      await serve(homeDirectory(root.opts<{ home?: string }>().home), options.port, options.json);
    });
}
