import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { Option, type Command as Program } from 'commander';
import type { WarningOptions } from '../context/warning_rules.ts';
import { RunnerError } from '../errors.ts';
import type { SelectOptions } from '../graph/select.ts';
import type { ProjectOptions } from '../project/options.ts';
import { openProject, type Project, type RunOptions } from '../project/project.ts';
import { isObject, type JsonObject, parseYaml } from '../project/yaml.ts';
import { readState } from '../state/previous.ts';
import type { Output } from './output.ts';
import { tellMessage } from './tell_message.ts';

/** What the command line gives every command. */
export interface CommandLine {
  readonly select?: string[];
  readonly models?: string[];
  readonly model?: string[];
  readonly exclude?: string[];
  readonly selector?: string;
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
  readonly outputKeys?: string[];
  readonly resourceType?: string[];
  readonly resourceTypes?: string[];
  readonly excludeResourceType?: string[];
  readonly excludeResourceTypes?: string[];
  readonly args?: string;
  readonly inline?: string;
  readonly limit?: string;
  readonly logFormat?: string;
  readonly quiet?: boolean;
  readonly debug?: boolean;
  readonly show?: boolean;
  readonly connection?: boolean;
  readonly writeJson?: boolean;
  readonly partialParse?: boolean;
  readonly warnError?: boolean;
  readonly warnErrorOptions?: string;
  readonly state?: string;
  readonly defer?: boolean;
  readonly deferState?: string;
  readonly favorState?: boolean;
  readonly failFast?: boolean;
  readonly empty?: boolean;
  readonly eventTimeStart?: string;
  readonly eventTimeEnd?: string;
  readonly sample?: string;
  readonly compile?: boolean;
}

/** Adds the options that all commands share. */
export function withCommonOptions(program: Program): Program {
  return program
    .option('-s, --select <selectors...>', 'resources to take')
    .option('-m, --models <selectors...>', 'the same as --select')
    .addOption(new Option('--model <selectors...>').hideHelp())
    .option('--exclude <selectors...>', 'resources to leave out')
    .option('--selector <name>', 'a selector of selectors.yml')
    .addOption(
      new Option('--indirect-selection <mode>', 'which tests come along').choices([
        'eager',
        'cautious',
        'buildable',
        'empty',
      ]),
    )
    .option('--resource-type <types...>', 'types to take')
    .option('--resource-types <types...>', 'the same as --resource-type')
    .option('--exclude-resource-type <types...>', 'types to leave out')
    .option('--exclude-resource-types <types...>', 'the same as --exclude-resource-type')
    .option('--vars <yaml>', 'variables, as a YAML mapping')
    .addOption(new Option('-t, --target <name>', 'target of the profile').env('DBT_TARGET'))
    .addOption(new Option('--profile <name>', 'profile').env('DBT_PROFILE'))
    .addOption(
      new Option('--project-dir <folder>', 'folder of dbt_project.yml')
        .env('DBT_PROJECT_DIR')
        .default(process.cwd()),
    )
    .option('--profiles-dir <folder>', 'folder of profiles.yml')
    .addOption(new Option('--target-path <folder>', 'folder for artifacts').env('DBT_TARGET_PATH'))
    .option('-f, --full-refresh', 'build incremental models anew')
    .option('--no-full-refresh', 'add to incremental models')
    .option('--store-failures', 'keep failing rows of tests')
    .option('--no-store-failures', 'keep none')
    .option('--threads <number>', 'nodes that run at a time')
    .option('-x, --fail-fast', 'end with the first failure')
    .option('--no-fail-fast', 'carry on after failures')
    .option('--empty', 'read no rows')
    .option('--no-empty', 'read rows')
    .addOption(
      new Option('--event-time-start <moment>', 'from when microbatch models are built').env(
        'DBT_EVENT_TIME_START',
      ),
    )
    .addOption(
      new Option('--event-time-end <moment>', 'until when microbatch models are built').env(
        'DBT_EVENT_TIME_END',
      ),
    )
    .addOption(
      new Option('--sample <window>', "rows to read by event time: '3 days', or {start, end}").env(
        'DBT_SAMPLE',
      ),
    )
    .addOption(
      new Option('--state <folder>', 'artifacts of an earlier run, to compare with').env(
        'DBT_STATE',
      ),
    )
    .option('--defer', 'read what is not built here from the relations of --state')
    .option('--no-defer', 'read the own relations alone')
    .option('--defer-state <folder>', 'artifacts to defer to, where not those of --state')
    .option('--favor-state', 'defer even where the own relation exists')
    .option('--no-favor-state', 'defer where the own relation is missing');
}

export function withOutputFormat(program: Program): Program {
  return program.option('--output <format>', 'text or json', 'text');
}

/** Opens the project for the work and closes it afterwards. */
export async function withProject(
  given: CommandLine,
  output: Output,
  work: (project: Project) => Promise<number>,
): Promise<number> {
  const invocationId = randomUUID();
  const project = await openProject(given.projectDir, {
    ...projectOptions(given),
    invocationId,
    onMessage: (message) => tellMessage(message, given, output, invocationId),
  });
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
    ...partialParse(given),
    ...(given.writeJson === false ? { targetPath: null } : {}),
    ...warningOptions(given, process.env),
  };
}

/** What the option or DBT_PARTIAL_PARSE says. */
function partialParse(given: CommandLine): Pick<ProjectOptions, 'partialParse'> {
  const word = process.env.DBT_PARTIAL_PARSE ?? '';
  if (given.partialParse !== undefined) return { partialParse: given.partialParse };
  return word === '' ? {} : { partialParse: !/^(?:0|f|false|n|no|off)$/i.test(word) };
}

/** How warnings are taken, by options or else by the environment. */
function warningOptions(
  { warnError, warnErrorOptions }: CommandLine,
  env: Readonly<Record<string, string | undefined>>,
): WarningOptions {
  const isGiven = warnError !== undefined || warnErrorOptions !== undefined;
  const strict = isGiven ? warnError : isTrue(env.DBT_WARN_ERROR);
  const named = isGiven ? warnErrorOptions : env.DBT_WARN_ERROR_OPTIONS;
  return {
    ...(strict === undefined ? {} : { warnError: strict }),
    ...(named === undefined ? {} : { warnErrorOptions: mappingOf('--warn-error-options', named) }),
  };
}

/** A switch of the environment; undefined where it is not set. */
function isTrue(value: string | undefined): boolean | undefined {
  return value === undefined ? undefined : /^(?:1|true|t|yes|y|on)$/i.test(value);
}

/** What --select or one of its other names says. */
export function selectionOf({ select, models, model }: CommandLine): string[] | undefined {
  return select ?? models ?? model;
}

/** The selection, with the state it may look back at. */
export async function selectOptions(given: CommandLine, project: Project): Promise<SelectOptions> {
  return {
    select: selectionOf(given),
    exclude: given.exclude,
    selector: given.selector,
    indirectSelection: given.indirectSelection,
    state: await stateIn(given.state, project),
    resourceTypes: given.resourceType ?? given.resourceTypes,
    excludeResourceTypes: given.excludeResourceType ?? given.excludeResourceTypes,
  };
}

export async function runOptions(given: CommandLine, project: Project): Promise<RunOptions> {
  const deferState = await stateIn(given.deferState, project);
  return {
    ...(await selectOptions(given, project)),
    ...ownRunOptions(given),
    ...(deferState === undefined ? {} : { deferState }),
  };
}

/** How to run, the selection aside; only what was given. */
export function ownRunOptions(given: CommandLine): RunOptions {
  return {
    ...(given.fullRefresh === undefined ? {} : { fullRefresh: given.fullRefresh }),
    ...(given.storeFailures === undefined ? {} : { storeFailures: given.storeFailures }),
    ...(given.failFast === undefined ? {} : { failFast: given.failFast }),
    ...(given.empty === undefined ? {} : { empty: given.empty }),
    ...(given.eventTimeStart === undefined ? {} : { eventTimeStart: given.eventTimeStart }),
    ...(given.eventTimeEnd === undefined ? {} : { eventTimeEnd: given.eventTimeEnd }),
    ...(given.sample === undefined ? {} : { sample: given.sample }),
    ...(given.debug === undefined ? {} : { debug: given.debug }),
    ...(given.defer === undefined ? {} : { defer: given.defer }),
    ...(given.favorState === undefined ? {} : { favorState: given.favorState }),
    ...(given.threads === undefined ? {} : { threads: positiveNumber('--threads', given.threads) }),
  };
}

async function stateIn(dir: string | undefined, { targetDir }: Project) {
  return dir === undefined ? undefined : readState(resolve(dir), targetDir);
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

/** The option's value as a whole number from 1. */
export function positiveNumber(option: string, text: string): number {
  const number = wholeNumber(option, text);
  if (number > 0) return number;
  throw invalid(option, text, 'a whole number from 1');
}

function invalid(option: string, text: string, wanted: string): RunnerError {
  return new RunnerError('option_invalid', `${option} is '${text}'. Give ${wanted}.`);
}
