import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError, Command as Program } from 'commander';
import { isRunnerError } from '../errors.ts';
import { ownFolder } from '../project/own_folder.ts';
import type { Command } from './command.ts';
import { type CommandLine, withCommonOptions } from './command_line.ts';
import { compile } from './commands/compile.ts';
import { deps } from './commands/deps.ts';
import { docsGenerate } from './commands/docs.ts';
import { list, parse } from './commands/reading.ts';
import { retry } from './commands/retry.ts';
import { runCommands } from './commands/runs.ts';
import { show } from './commands/show.ts';
import { sourceFreshness } from './commands/source_freshness.ts';
import { clean, debug, runOperation } from './commands/upkeep.ts';
import { withGlobalOptions } from './global_options.ts';
import { JsonLog } from './json_log.ts';
import { type Output, streamOutput } from './output.ts';

const commands: readonly Command[] = [
  ...runCommands,
  compile,
  retry,
  list,
  parse,
  show,
  sourceFreshness,
  docsGenerate,
  runOperation,
  clean,
  deps,
  debug,
];

/** Runs the command line; gives the exit code: 0 all well, 1 a node failed, 2 nothing could run. */
export async function main(
  argv: readonly string[],
  output: Output = processOutput(),
): Promise<number> {
  let code = 0;
  let isJson = false;
  const program = withGlobalOptions(
    newProgram('dbt-ts', output)
      .description('Runs dbt projects on DuckDB, PostgreSQL or Trino')
      .version(`dbt-ts ${ownVersion()}`, '-v, --version', 'tell the version'),
  );
  const groups = new Map<string, Program>();
  for (const command of commands) {
    const parent = command.under === undefined ? program : groupOf(program, groups, command.under);
    const added = withGlobalOptions(withCommonOptions(parent.command(command.syntax)));
    added.description(command.description).showHelpAfterError(helpHint(added));
    if (command.alias !== undefined) added.alias(command.alias);
    command.options?.(added);
    added.action(async () => {
      const given = added.optsWithGlobals<CommandLine>();
      isJson = given.logFormat === 'json';
      code = await command.act(given, output, added.args);
    });
  }
  try {
    await program.parseAsync(argv[0] === '-V' ? ['--version'] : argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isRunnerError(error)) throw error;
    if (isJson) {
      output.line(
        new JsonLog().line('MainEncounteredError', 'error', error.message, { exc: error.message }),
      );
    } else {
      output.error(error.message, error);
    }
    return 2;
  }
}

/** The process's own streams; a reader that goes away, as `head` does, disturbs nothing. */
function processOutput(): Output {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
    });
  }
  return streamOutput(process.stdout, process.stderr);
}

function newProgram(name: string, output: Output): Program {
  return new Program(name)
    .exitOverride()
    .showHelpAfterError(`dbt-ts --help tells what there is.`)
    .configureOutput({
      writeOut: (text) => output.line(text.trimEnd()),
      writeErr: (text) => output.error(text.trimEnd()),
    });
}

/** Where to read on after a mistake. */
function helpHint(program: Program): string {
  const words = [program.parent?.name(), program.name()].filter((word) => word !== 'dbt-ts');
  return `dbt-ts ${words.join(' ')} --help tells what there is.`;
}

/** The version in the package's own package.json. */
function ownVersion(): string {
  const { version } = JSON.parse(readFileSync(join(ownFolder, 'package.json'), 'utf8'));
  return String(version);
}

function groupOf(program: Program, groups: Map<string, Program>, name: string): Program {
  const group = groups.get(name) ?? program.command(name);
  groups.set(name, group);
  return group;
}
