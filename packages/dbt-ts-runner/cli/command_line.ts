import type { Command as Program } from 'commander';
import { RunnerError } from '../errors.ts';
import type { ProjectOptions } from '../project/options.ts';
import { openProject, type Project, type RunOptions } from '../project/project.ts';
import { isObject, type JsonObject, parseYaml } from '../project/yaml.ts';

/** What the command line gives every command. */
export interface CommandLine {
  readonly select?: string[];
  readonly models?: string[];
  readonly exclude?: string[];
  readonly indirectSelection?: RunOptions['indirectSelection'];
  readonly vars?: string;
  readonly target?: string;
  readonly profile?: string;
  readonly projectDir: string;
  readonly profilesDir?: string;
  readonly targetPath?: string;
  readonly fullRefresh?: boolean;
  readonly storeFailures?: boolean;
  readonly threads?: string;
  readonly output?: string;
  readonly resourceType?: string[];
  readonly args?: string;
  readonly inline?: string;
  readonly limit?: string;
}

/** Adds the options that all commands share. */
export function withCommonOptions(program: Program): Program {
  return program
    .option('-s, --select <selectors...>', 'resources to take')
    .option('-m, --models <selectors...>', 'the same as --select')
    .option('--exclude <selectors...>', 'resources to leave out')
    .option('--indirect-selection <mode>', 'eager, cautious, buildable or empty')
    .option('--resource-type <types...>', 'types to list')
    .option('--vars <yaml>', 'variables, as a YAML mapping')
    .option('-t, --target <name>', 'target of the profile')
    .option('--profile <name>', 'profile')
    .option('--project-dir <folder>', 'folder of dbt_project.yml', process.cwd())
    .option('--profiles-dir <folder>', 'folder of profiles.yml')
    .option('--target-path <folder>', 'folder for artifacts')
    .option('-f, --full-refresh', 'build incremental models anew')
    .option('--store-failures', 'keep failing rows of tests')
    .option('--threads <number>', 'nodes that run at a time');
}

export function withOutputFormat(program: Program): Program {
  return program.option('--output <format>', 'text or json', 'text');
}

/** Opens the project for the work and closes it afterwards. */
export async function withProject(
  given: CommandLine,
  work: (project: Project) => Promise<number>,
): Promise<number> {
  const project = await openProject(given.projectDir, projectOptions(given));
  try {
    return await work(project);
  } finally {
    await project.close();
  }
}

export function projectOptions(given: CommandLine): ProjectOptions {
  return {
    vars: mappingOf('--vars', given.vars),
    ...(given.target === undefined ? {} : { target: given.target }),
    ...(given.profile === undefined ? {} : { profile: given.profile }),
    ...(given.profilesDir === undefined ? {} : { profilesDir: given.profilesDir }),
    ...(given.targetPath === undefined ? {} : { targetPath: given.targetPath }),
  };
}

export function selectOptions(given: CommandLine) {
  return {
    select: given.select ?? given.models,
    exclude: given.exclude,
    indirectSelection: given.indirectSelection,
  };
}

export function runOptions(given: CommandLine): RunOptions {
  return {
    ...selectOptions(given),
    fullRefresh: given.fullRefresh === true,
    storeFailures: given.storeFailures === true,
    ...(given.threads === undefined ? {} : { threads: wholeNumber('--threads', given.threads) }),
  };
}

/** The option's value as a mapping; nothing gives an empty one. */
export function mappingOf(option: string, text: string | undefined): JsonObject {
  const value = text === undefined ? {} : (parseYaml(text, option) ?? {});
  if (isObject(value)) return value;
  throw invalid(option, text ?? '', "a YAML mapping such as '{name: value}'");
}

/** The option's value as a whole number. */
export function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (text.trim() !== '' && Number.isInteger(number)) return number;
  throw invalid(option, text, 'a whole number');
}

function invalid(option: string, text: string, wanted: string): RunnerError {
  return new RunnerError('option_invalid', `${option} is '${text}'. Give ${wanted}.`);
}
