import { randomUUID } from 'node:crypto';
import { basename, dirname, resolve } from 'node:path';
import { catalogArtifact } from '../artifacts/catalog.ts';
import {
  type ManifestContext,
  manifestArtifact,
  manifestMetadata,
  manifestSections,
} from '../artifacts/manifest.ts';
import { sourcesArtifact } from '../artifacts/sources.ts';
import { copyAssets, writeArtifact } from '../artifacts/write.ts';
import type { Invocation, Services } from '../context/services.ts';
import type { WarningName } from '../context/warning_names.ts';
import type { Warning } from '../context/warning_rules.ts';
import { RunnerError } from '../errors.ts';
import { type SelectOptions, selectNodes } from '../graph/select.ts';
import { writeManifest } from '../kept/kept_manifest.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { ExecutableNode, GraphNode, SourceNode } from '../manifest/node.ts';
import { type Catalog, readCatalog } from '../run/catalog.ts';
import { Compiler } from '../run/compiler.ts';
import type { Command } from '../run/events.ts';
import { checkFreshness, type FreshnessSummary, isChecked } from '../run/freshness.ts';
import { runOperation } from '../run/operation.ts';
import { Run } from '../run/run.ts';
import {
  compileInline,
  inlineNode,
  isShown,
  type Preview,
  showInline,
  showNode,
} from '../run/show.ts';
import { inTransaction } from '../run/transaction.ts';
import { deferredRelations } from '../state/defer.ts';
import { type PreviousState, previousManifest } from '../state/previous.ts';
import { type Retry, retryOf } from '../state/retry.ts';
import { StateMethods } from '../state/selection.ts';
import { eventTimesOf } from './event_times.ts';
import { nearest } from './nearest.ts';
import { type LoadedProject, loadProject } from './open.ts';
import type { ProjectOptions } from './options.ts';
import {
  argsOf,
  type DeferOptions,
  deferralOf,
  type FreshnessOptions,
  flagsOf,
  indirectIn,
  type OperationOptions,
  type RunOptions,
  type ShowOptions,
} from './run_options.ts';
import type { Json, JsonObject } from './yaml.ts';

export type { FreshnessOptions, OperationOptions, RunOptions, ShowOptions };

/** What a retried run left. */
type Retried = Pick<Retry, 'startedAt' | 'batches'>;

/**
 * A parsed dbt project. Runs may follow one another; each takes its own connections. Close it to
 * release the database.
 */
export class Project {
  readonly #services: Services;
  readonly #loaded: LoadedProject;
  /** The parse and what is done first are one invocation. */
  #firstId: string | undefined;

  constructor(loaded: LoadedProject) {
    this.#loaded = loaded;
    this.#services = loaded.services;
    this.#firstId = loaded.services.invocation.id;
  }

  get name(): string {
    return this.#services.root.name;
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
    return this.#services.manifest;
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
    const { command, ids, options: earlier, startedAt, batches } = retryOf(previous);
    const known = new Set(ids.filter((id) => this.manifest.get(id) !== undefined));
    const retried = { startedAt, batches };
    return this.#runOf(command, known, { ...earlier, ...options }, { retried });
  }

  /** SQL of models, snapshots and tests, written to the target folder; nothing is built. */
  compileAll(options: RunOptions = {}): Run {
    return this.#run('compile', options);
  }

  /** The SQL of one model or test by name or unique id; throws `selection_invalid`. */
  async compile(name: string): Promise<string> {
    const nodes = [...this.manifest.nodes.values()];
    const node = nodes.find((entry) => entry.unique_id === name || entry.name === name);
    if (node === undefined || node.resource_type === 'seed') {
      const near = nearest(
        name,
        nodes.map((entry) => entry.name),
      );
      throw new RunnerError(
        'selection_invalid',
        `There is no model or test '${name}'.${near.length === 0 ? '' : ` Near it: ${near.join(', ')}.`}`,
      );
    }
    const services = this.#servicesFor('compile', {});
    const { sql } = await inTransaction(services.adapter, (session) =>
      new Compiler(services).compile(node, session),
    );
    return sql;
  }

  /** The first rows of the selected models, tests and seeds, or of inline SQL. */
  async show(options: ShowOptions): Promise<Preview[]> {
    const own = this.#servicesFor('show', options);
    const limit = options.limit === null ? undefined : (options.limit ?? 5);
    if (options.inline !== undefined) {
      const node = await inlineNode(own, options.inline);
      return [await showInline(await this.#deferring(own, [node], options), node, limit)];
    }
    const nodes = this.#selectedFrom(options).filter(isShown);
    const services = await this.#deferring(own, nodes, options);
    const compiler = new Compiler(services);
    const previews: Preview[] = [];
    for (const node of nodes) previews.push(await showNode(services, compiler, node, limit));
    return previews;
  }

  /** Carries out a macro, `name` or `package.name`, and gives what it returns as data. */
  async runOperation(name: string, options: OperationOptions = {}): Promise<Json> {
    const { args = {}, onMessage = () => undefined } = options;
    const services = {
      ...this.#servicesFor('run-operation', {}),
      say: this.#services.warningRules.over(onMessage),
    };
    return runOperation(services, name, args, this.#loaded.targetDir);
  }

  /** How old the selected sources are that have a limit; written to sources.json. */
  async freshness(options: FreshnessOptions = {}): Promise<FreshnessSummary> {
    const services = this.#servicesFor('freshness', {});
    const sources = this.ls(options).filter(
      (node): node is SourceNode => node.resource_type === 'source' && isChecked(node),
    );
    const threads = options.threads ?? this.#loaded.threads;
    const summary = await checkFreshness(services, sources, threads);
    const { targetDir } = this;
    const file = options.output ?? 'sources.json';
    if (targetDir !== undefined) {
      await writeArtifact(
        resolve(targetDir, dirname(file)),
        basename(file),
        sourcesArtifact(summary, services.invocation),
      );
    }
    await this.writeManifest();
    return summary;
  }

  /** What the database says of the project's relations; written to catalog.json. */
  async catalog(): Promise<Catalog> {
    const services = this.#servicesFor('generate', {});
    const catalog = await readCatalog(services);
    if (this.targetDir !== undefined) {
      const artifact = catalogArtifact(catalog, services.invocation);
      await writeArtifact(this.targetDir, 'catalog.json', artifact);
      await copyAssets(services.root, this.targetDir);
    }
    return catalog;
  }

  /** The SQL of a template that is no node. */
  async compileInline(text: string, options: DeferOptions = {}): Promise<string> {
    const own = this.#servicesFor('compile', options);
    const node = await inlineNode(own, text);
    const services = await this.#deferring(own, [node], options);
    return inTransaction(services.adapter, (session) => compileInline(services, session, node));
  }

  /**
   * The selected resources, in dependency order; tests and sources included. `onWarning` is told
   * what of the selection matches nothing.
   */
  ls(options: SelectOptions = {}, onWarning: (warning: Warning) => void = () => undefined) {
    const stateMethods = new StateMethods({
      state: options.state,
      manifest: () => this.manifestArtifact(),
    });
    const { indirectSelection = indirectIn(this.#services.root.flags) } = options;
    const asked = { ...options, indirectSelection };
    const selected = selectNodes(this.manifest, this.#loaded.graph, stateMethods, asked, (text) =>
      this.warn('NoNodesForSelectionCriteria', text, onWarning),
    );
    return this.#loaded.graph
      .order()
      .filter((id) => selected.has(id))
      .map((id) => this.manifest.get(id))
      .filter((node) => node !== undefined);
  }

  /** Tells a warning unless it is silenced; throws it where it is to be an error. */
  warn(name: WarningName, text: string, onWarning: (warning: Warning) => void): void {
    const tell = this.#services.warningRules.over(() => onWarning({ name, text }));
    tell({ level: 'warn', name, text });
  }

  /** manifest.json as data. */
  manifestArtifact(): JsonObject {
    return manifestArtifact(this.manifest, this.#manifestContext());
  }

  /** Writes manifest.json, where artifacts are written. */
  async writeManifest(): Promise<void> {
    const { targetDir, state } = this.#loaded;
    const context = this.#manifestContext();
    if (targetDir === undefined) return;
    await writeManifest(targetDir, state(), manifestMetadata(context), () =>
      manifestSections(this.manifest, context),
    );
  }

  /** Closes the database, unless the caller gave an open instance. */
  async close(): Promise<void> {
    await this.#services.adapter.close();
  }

  /** The selected nodes in the order of the graph; throws `selection_invalid` for none. */
  #selectedFrom(options: SelectOptions): GraphNode[] {
    const nodes = this.ls(options);
    if (nodes.length > 0 || options.select === undefined) return nodes;
    throw new RunnerError(
      'selection_invalid',
      `The selection '${options.select.join(' ')}' matches nothing. Correct it; ls shows what there is.`,
    );
  }

  /** The services with the relations that the nodes, none of which is built, are to read. */
  async #deferring(
    services: Services,
    nodes: readonly ExecutableNode[],
    options: DeferOptions,
  ): Promise<Services> {
    const deferral = deferralOf(options);
    if (deferral === undefined) return services;
    const deferred = await deferredRelations(services, nodes, new Set(), deferral);
    return { ...services, deferred };
  }

  #manifestContext(): ManifestContext {
    const { root, adapter, invocation, library } = this.#services;
    const compiled = new Map<string, string>();
    return { projectName: root.name, adapterType: adapter.type, library, invocation, compiled };
  }

  #run(command: Command, options: RunOptions): Run {
    const warnings: Warning[] = [];
    const selected = this.ls(options, (warning) => warnings.push(warning));
    const ids = new Set(selected.map((node) => node.unique_id));
    return this.#runOf(command, ids, options, { warnings });
  }

  #runOf(
    command: Command,
    selected: ReadonlySet<string>,
    options: RunOptions,
    { warnings = [], retried }: { warnings?: readonly Warning[]; retried?: Retried } = {},
  ): Run {
    const own = this.#servicesFor(command, options);
    const now = retried?.startedAt ?? own.invocation.startedAt;
    const times = eventTimesOf(options, now, retried?.batches);
    const services = { ...own, ...times, around: options.around };
    return new Run({
      command,
      selected,
      services,
      threads: options.threads ?? this.#loaded.threads,
      targetDir: this.#loaded.targetDir,
      storeFailures: options.storeFailures === true,
      failFast: options.failFast ?? services.root.flags.fail_fast === true,
      state: options.state,
      deferral: deferralOf(options),
      warnings,
      args: argsOf(command, options, services),
    });
  }

  #servicesFor(command: string, options: RunOptions): Services {
    const id = this.#firstId ?? randomUUID();
    this.#firstId = undefined;
    const invocation: Invocation = {
      id,
      startedAt: new Date(),
      env: this.#services.env,
      flags: { ...flagsOf(command, options), ...this.#services.warningRules.flags },
    };
    return { ...this.#services, invocation };
  }
}

/** Reads, parses and checks the dbt project in `dir`; the database is opened by the first run. */
export async function openProject(dir: string, options: ProjectOptions = {}): Promise<Project> {
  return new Project(await loadProject(dir, options));
}
