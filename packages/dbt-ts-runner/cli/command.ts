import type { Command as Program } from 'commander';
import type { CommandLine } from './command_line.ts';
import type { Output } from './output.ts';

/** A command of the command line. */
export interface Command {
  /** The word before it: `source` for `source freshness`. */
  readonly under?: string;
  /** Its name with its arguments: `run-operation <macro>`. */
  readonly syntax: string;
  readonly alias?: string;
  readonly description: string;
  /** Options besides those that all commands share. */
  readonly options?: (program: Program) => Program;
  /** Gives the exit code: 0 all well, 1 a node failed, 2 nothing could run. */
  readonly act: (given: CommandLine, output: Output, args: readonly string[]) => Promise<number>;
}
