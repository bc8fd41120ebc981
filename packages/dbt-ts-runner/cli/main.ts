import { CommanderError, Command as Program } from 'commander';
import { writeArtifact } from '../artifacts/write.ts';
import { isRunnerError } from '../errors.ts';
import { openProject, type Project, type RunOptions } from '../project/project.ts';
import { isObject, type JsonObject, parseYaml } from '../project/yaml.ts';
import { listing } from './listing.ts';
import { reportEvents } from './report.ts';

/** What the command line gives every command. */
interface CommandLine {
  readonly select?: string[];
  readonly exclude?: string[];
  readonly vars?: string;
  readonly target?: string;
  readonly profile?: string;
  readonly projectDir: string;
  readonly profilesDir?: string;
  readonly targetPath?: string;
  readonly fullRefresh?: boolean;
  readonly storeFailures?: boolean;
  readonly threads?: string;
  readonly output: string;
  readonly resourceType?: string[];
  readonly indirectSelection?: RunOptions['indirectSelection'];
}

const runs = {
  build: 'Run seeds, models and tests in the order of their dependencies',
  run: 'Run models',
  test: 'Run data tests and unit tests',
  seed: 'Load seeds',
  compile: 'Write the SQL of models and tests to the target folder',
} as const;

/** Runs the command line; gives the exit code: 0 all well, 1 a node failed, 2 nothing could run. */
export async function main(argv: readonly string[]): Promise<number> {
  let code = 0;
  const program = new Program('dbt-ts')
    .description('Runs dbt projects on DuckDB')
    .exitOverride()
    .showHelpAfterError();
  for (const [name, description] of Object.entries(runs)) {
    common(program.command(name).description(description)).action(async (given: CommandLine) => {
      code = await withProject(given, (project) => runCommand(project, name, given));
    });
  }
  common(program.command('ls').alias('list').description('List resources')).action(
    async (given: CommandLine) => {
      code = await withProject(given, async (project) => {
        const types = given.resourceType ?? [];
        const nodes = project
          .ls(selectionOf(given))
          .filter((node) => types.length === 0 || types.includes(node.resource_type));
        for (const line of listing(nodes, given.output)) console.log(line);
        return 0;
      });
    },
  );
  common(program.command('parse').description('Read the project and write manifest.json')).action(
    async (given: CommandLine) => {
      code = await withProject(given, async (project) => {
        const { targetDir } = project;
        if (targetDir !== undefined) {
          await writeArtifact(targetDir, 'manifest.json', project.manifestArtifact());
        }
        console.log(`Parsed ${project.name}: ${project.ls().length} resources`);
        return 0;
      });
    },
  );
  try {
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
    if (!isRunnerError(error)) throw error;
    console.error(error.message);
    return 2;
  }
}

function common(command: Program): Program {
  return command
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
    .option('--threads <number>', 'nodes that run at a time')
    .option('--output <format>', 'text or json', 'text');
}

async function withProject(
  given: CommandLine,
  work: (project: Project) => Promise<number>,
): Promise<number> {
  const project = await openProject(given.projectDir, {
    vars: variables(given.vars),
    ...(given.target === undefined ? {} : { target: given.target }),
    ...(given.profile === undefined ? {} : { profile: given.profile }),
    ...(given.profilesDir === undefined ? {} : { profilesDir: given.profilesDir }),
    ...(given.targetPath === undefined ? {} : { targetPath: given.targetPath }),
  });
  try {
    return await work(project);
  } finally {
    await project.close();
  }
}

async function runCommand(project: Project, name: string, given: CommandLine): Promise<number> {
  const options: RunOptions = {
    ...selectionOf(given),
    fullRefresh: given.fullRefresh === true,
    storeFailures: given.storeFailures === true,
    ...(given.threads === undefined ? {} : { threads: Number(given.threads) }),
  };
  const run = {
    build: () => project.build(options),
    run: () => project.run(options),
    test: () => project.test(options),
    seed: () => project.seed(options),
    compile: () => project.compileAll(options),
  }[name as keyof typeof runs]();
  const summary = await reportEvents(run, given.output);
  return summary.success ? 0 : 1;
}

function selectionOf(given: CommandLine & { readonly models?: string[] }) {
  return {
    select: given.select ?? given.models,
    exclude: given.exclude,
    indirectSelection: given.indirectSelection,
  };
}

function variables(text: string | undefined): JsonObject {
  const value = text === undefined ? {} : parseYaml(text, '--vars');
  return isObject(value) ? value : {};
}
