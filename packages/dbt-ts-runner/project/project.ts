import type { WarningName } from '../context/warning_names.ts';
import type { Warning } from '../context/warning_rules.ts';
import type { SelectOptions } from '../graph/select.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode } from '../manifest/node.ts';
import type { Catalog } from '../run/catalog.ts';
import type { Command } from '../run/events.ts';
import type { FreshnessSummary } from '../run/freshness.ts';
import { runOperation } from '../run/operation.ts';
import type { Run } from '../run/run.ts';
import type { Preview } from '../run/show.ts';
import { type PreviousState, previousManifest } from '../state/previous.ts';
import { readFreshness, readOwnCatalog } from './findings.ts';
import { Invocations } from './invocations.ts';
import { type LoadedProject, loadProject } from './open.ts';
import type { ProjectOptions } from './options.ts';
import { ownManifest, writeOwnManifest } from './own_manifest.ts';
import { previews, sqlOfNode, sqlOfText } from './preview.ts';
import type {
  DeferOptions,
  FreshnessOptions,
  OperationOptions,
  RunOptions,
  ShowOptions,
} from './run_options.ts';
import { type OnWarning, selectedResources, tellWarning } from './selection.ts';
import { startRetry, startRun } from './start_run.ts';
import type { Json, JsonObject } from './yaml.ts';

export type { FreshnessOptions, OperationOptions, RunOptions, ShowOptions };

/**
 * A parsed dbt project. Runs may follow one another; each takes its own connections. Close it to
 * release the database.
 */
export class Project {
  readonly #loaded: LoadedProject;
  readonly #invocations: Invocations;

  constructor(loaded: LoadedProject) {
    this.#loaded = loaded;
    this.#invocations = new Invocations(loaded.services);
  }

  get name(): string {
    return this.#loaded.services.root.name;
  }

  /** Folder for artifacts; undefined when none are written. */
  get targetDir(): string | undefined {
    return this.#loaded.targetDir;
  }

  /** What the parse has to remark and keeps nothing from running. */
  get warnings(): readonly Warning[] {
    return this.#loaded.warnings;
  }

  get manifest(): Manifest {
    return this.#loaded.services.manifest;
  }

  /** Seeds, models, snapshots and tests, each node after what it needs and after its tests. */
  build(options: RunOptions = {}): Run {
    return this.#run('build', options);
  }

  /** Models. */
  run(options: RunOptions = {}): Run {
    return this.#run('run', options);
  }

  /** Data tests and unit tests. */
  test(options: RunOptions = {}): Run {
    return this.#run('test', options);
  }

  /** Seeds. */
  seed(options: RunOptions = {}): Run {
    return this.#run('seed', options);
  }

  /** Snapshots. */
  snapshot(options: RunOptions = {}): Run {
    return this.#run('snapshot', options);
  }

  /**
   * Makes models, seeds and snapshots read as their relations in `state` do, without building them;
   * what exists already stays unless `fullRefresh` says otherwise.
   */
  clone(options: RunOptions): Run {
    previousManifest(options.state, 'clone');
    return this.#run('clone', options);
  }

  /**
   * What failed or was skipped in the run that `previous` holds, run again in the same way unless
   * `options` say otherwise.
   */
  retry(previous: PreviousState, options: RunOptions = {}): Run {
    return startRetry(this.#loaded, this.#invocations, previous, options);
  }

  /** SQL of models, snapshots and tests, written to the target folder; nothing is built. */
  compileAll(options: RunOptions = {}): Run {
    return this.#run('compile', options);
  }

  /** The SQL of one model or test by name or unique id; throws `selection_invalid`. */
  compile(name: string): Promise<string> {
    return sqlOfNode(this.#loaded, this.#invocations.begin('compile'), name);
  }

  /** The first rows of the selected models, tests and seeds, or of inline SQL. */
  show(options: ShowOptions): Promise<Preview[]> {
    return previews(this.#loaded, this.#invocations.begin('show', options), options);
  }

  /** Carries out a macro, `name` or `package.name`, and gives what it returns as data. */
  async runOperation(name: string, options: OperationOptions = {}): Promise<Json> {
    const { args = {}, onMessage = () => undefined } = options;
    const say = this.#loaded.services.warningRules.over(onMessage);
    const services = { ...this.#invocations.begin('run-operation'), say };
    return runOperation(services, name, args, this.targetDir);
  }

  /** How old the selected sources are that have a limit; written to sources.json. */
  freshness(options: FreshnessOptions = {}): Promise<FreshnessSummary> {
    return readFreshness(this.#loaded, this.#invocations.begin('freshness'), options);
  }

  /** What the database says of the project's relations; written to catalog.json. */
  catalog(): Promise<Catalog> {
    return readOwnCatalog(this.#loaded, this.#invocations.begin('generate'));
  }

  /** The SQL of a template that is no node. */
  compileInline(text: string, options: DeferOptions = {}): Promise<string> {
    return sqlOfText(this.#invocations.begin('compile', options), text, options);
  }

  /**
   * The selected resources, in dependency order; tests and sources included. `onWarning` is told
   * what of the selection matches nothing.
   */
  ls(options: SelectOptions = {}, onWarning: OnWarning = () => undefined): GraphNode[] {
    return selectedResources(this.#loaded, options, onWarning);
  }

  /** Tells a warning unless it is silenced; throws it where it is to be an error. */
  warn(name: WarningName, text: string, onWarning: OnWarning): void {
    tellWarning(this.#loaded.services.warningRules, name, text, onWarning);
  }

  /** manifest.json as data. */
  manifestArtifact(): JsonObject {
    return ownManifest(this.#loaded.services);
  }

  /** Writes manifest.json, where artifacts are written. */
  writeManifest(): Promise<void> {
    return writeOwnManifest(this.#loaded);
  }

  /** Closes the database, unless the caller gave an open instance. */
  async close(): Promise<void> {
    await this.#loaded.services.adapter.close();
  }

  #run(command: Command, options: RunOptions): Run {
    return startRun(this.#loaded, this.#invocations, command, options);
  }
}

/** Reads, parses and checks the dbt project in `dir`; the database is opened by the first run. */
export async function openProject(dir: string, options: ProjectOptions = {}): Promise<Project> {
  return new Project(await loadProject(dir, options));
}
