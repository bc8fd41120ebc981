import { Command, CommanderError } from 'commander';
import { addBuild } from './commands/build.ts';
import { addDemo } from './commands/demo.ts';
import { addDiff } from './commands/diff.ts';
import { addDoctor } from './commands/doctor.ts';
import { addFetch } from './commands/fetch.ts';
import { addFixtures } from './commands/fixtures.ts';
import { addIngest } from './commands/ingest.ts';
import { addItems } from './commands/items.ts';
import { addLoads } from './commands/loads.ts';
import { addProfile } from './commands/profile.ts';
import { addQuarantine } from './commands/quarantine.ts';
import { addQuery } from './commands/query.ts';
import { addReport } from './commands/report.ts';
import { addRetention } from './commands/retention.ts';
import { addRows } from './commands/rows.ts';
import { addServe } from './commands/serve.ts';
import { exitCode } from './exit.ts';
import { describeFailure } from './failure.ts';
import { quitWithReader } from './output.ts';

function program(): Command {
  const root = new Command('portolan')
    .description('Analytics and portfolio reporting for clinical-trial operations')
    .version('0.1.0')
    .option('--home <dir>', 'home directory (default: $PORTOLAN_HOME, else .portolan)')
    .showHelpAfterError('(portolan --help lists the commands)')
    .exitOverride();
  for (const add of [
    addFetch,
    addIngest,
    addItems,
    addLoads,
    addProfile,
    addQuarantine,
    addRetention,
    addBuild,
    addDiff,
    addQuery,
    addRows,
    addReport,
    addServe,
    addDemo,
    addDoctor,
    addFixtures,
  ])
    add(root);
  for (const command of root.commands)
    for (const each of [command, ...command.commands]) each.exitOverride();
  return root;
}

/**
 * Runs one command line (without node and script) and resolves to the process's exit code:
 * 0 done, 1 the work was refused or failed, 2 the command line was wrong.
 */
export async function main(args: readonly string[]): Promise<number> {
  process.exitCode = exitCode.done;
  quitWithReader();
  try {
    await program().parseAsync(args, { from: 'user' });
    return Number(process.exitCode ?? exitCode.done);
  } catch (error) {
    if (error instanceof CommanderError)
      return error.exitCode === 0 ? exitCode.done : exitCode.usage;
    process.stderr.write(`${describeFailure(error)}\n`);
    return exitCode.failed;
  }
}
