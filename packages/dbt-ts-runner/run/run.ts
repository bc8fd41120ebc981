import { manifestArtifact } from '../artifacts/manifest.ts';
import { runResultsArtifact } from '../artifacts/run_results.ts';
import { writeArtifact, writeCode } from '../artifacts/write.ts';
import type { Services } from '../context/services.ts';
import type { Warning } from '../context/warning_rules.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { CarriedNode } from '../manifest/node.ts';
import type { JsonObject } from '../project/yaml.ts';
import { type Deferral, deferredRelations } from '../state/defer.ts';
import type { PreviousState } from '../state/previous.ts';
import { checkQueryComment } from './check_query_comment.ts';
import { Compiler } from './compiler.ts';
import { type Command, EventQueue, type RunEvent } from './events.ts';
import { hookNames } from './hook_names.ts';
import { NodeRunner } from './node_runner.ts';
import { type Plan, planRun } from './plan.ts';
import { type HookTime, runProjectHooks } from './project_hooks.ts';
import { countStatuses, isFailure, type NodeResult, type RunSummary } from './result.ts';
import { runPlan } from './schedule.ts';
import { createSchemas } from './schemas.ts';

export interface RunSettings {
  readonly command: Command;
  readonly selected: ReadonlySet<string>;
  readonly services: Services;
  readonly threads: number;
  readonly targetDir: string | undefined;
  readonly storeFailures: boolean;
  readonly failFast: boolean;
  readonly deferral: Deferral | undefined;
  readonly state: PreviousState | undefined;
  /** What its selection has to remark. */
  readonly warnings: readonly Warning[];
  readonly args: JsonObject;
}

/**
 * One run of a project, started by looping over its events or by `finished()`; once only. Leaving
 * the loop early lets the running nodes end and starts no more.
 */
export class Run implements AsyncIterable<RunEvent> {
  readonly #settings: RunSettings;
  #started = false;
  #stopped: string | undefined;

  constructor(settings: RunSettings) {
    this.#settings = settings;
  }

  /** Stops the run: statements under way are interrupted, nodes not begun are skipped. */
  cancel(): void {
    this.#stopped ??= 'Skipped because the run was interrupted.';
    this.#settings.services.adapter.interrupt();
  }

  /** Runs to the end, events unseen. */
  async finished(): Promise<RunSummary> {
    for await (const event of this) {
      if (event.kind === 'run_finished') return event.summary;
    }
    throw new Error('the run ended without a summary');
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<RunEvent, void, undefined> {
    if (this.#started) throw new Error('a run can be looped over once');
    this.#started = true;
    const queue = new EventQueue();
    const work = this.#work(queue).finally(() => queue.close());
    work.catch(() => undefined);
    try {
      yield* queue.drain();
    } finally {
      this.#stopped ??= 'Skipped because the run was stopped.';
      await work;
    }
  }

  async #work(queue: EventQueue): Promise<void> {
    const { command, threads, selected } = this.#settings;
    let services: Services = {
      ...this.#settings.services,
      say: this.#settings.services.warningRules.over((message) =>
        queue.push({ kind: 'message', message }),
      ),
    };
    const plan = planRun(services.manifest, selected, command);
    const { nodes } = plan;
    services = { ...services, selected: nodes.map(({ unique_id }) => unique_id) };
    const invocationId = services.invocation.id;
    queue.push({ kind: 'run_started', command, invocationId, nodes, threads });
    for (const warning of this.#settings.warnings) services.say({ level: 'warn', ...warning });
    if (nodes.length === 0) {
      services.say({ level: 'warn', name: 'NothingToDo', text: nothingToDo(services) });
    }
    const clock = Date.now();
    const results: NodeResult[] = [];
    await checkQueryComment(services);
    const hasHooks = nodes.length > 0 && command !== 'compile' && command !== 'clone';
    const runHooks = async (when: HookTime) => {
      if (!hasHooks) return;
      const compiler = new Compiler(services);
      const tell = (result: NodeResult, index: number, count: number) =>
        queue.push({ kind: 'node_finished', result, index, total: count });
      results.push(
        ...(await runProjectHooks(
          services,
          compiler,
          when,
          hookNames(results, services.manifest),
          tell,
        )),
      );
    };
    if (command !== 'compile') {
      await createSchemas(services, nodes, this.#settings.storeFailures);
    }
    const { deferral } = this.#settings;
    if (deferral !== undefined) {
      const readers = [...nodes, ...services.manifest.operations.values()];
      const isBuilding = command !== 'compile' || deferral.favorState;
      const built = new Set(isBuilding ? nodes.map((node) => node.unique_id) : []);
      const deferred = await deferredRelations(services, readers, built, deferral);
      services = { ...services, deferred };
    }
    await runHooks('on-run-start');
    const { skip_nodes_if_on_run_start_fails: skipsNodes } = services.root.flags;
    if (skipsNodes === true && results.some(({ status }) => isFailure(status))) {
      this.#stopped ??= 'Skipped because a statement of on-run-start failed.';
    }
    await this.#runNodes(services, plan, queue, results);
    let broken: { readonly thrown: unknown } | undefined;
    await runHooks('on-run-end').catch((thrown) => {
      broken = { thrown };
    });
    const counts = countStatuses(results);
    const summary: RunSummary = {
      results,
      invocationId,
      startedAt: services.invocation.startedAt,
      elapsed: (Date.now() - clock) / 1000,
      success:
        this.#stopped === undefined &&
        !results.some(({ status }) => isFailure(status) || status === 'skipped'),
      counts,
    };
    await this.#writeArtifacts(services, summary);
    if (broken !== undefined) throw broken.thrown;
    queue.push({ kind: 'run_finished', summary });
  }

  async #runNodes(
    services: Services,
    plan: Plan,
    queue: EventQueue,
    results: NodeResult[],
  ): Promise<void> {
    const runner = new NodeRunner(
      services,
      new Compiler(services),
      () => this.#stopped !== undefined,
    );
    const total = plan.nodes.length;
    const indexes = new Map<string, number>();
    const indexOf = (id: string) => {
      const index = indexes.get(id) ?? indexes.size + 1;
      indexes.set(id, index);
      return index;
    };
    await runPlan({
      plan,
      threads: this.#settings.threads,
      run: (node, thread) => {
        const { command, state } = this.#settings;
        if (command === 'compile') return runner.compile(node, thread);
        return command === 'clone' ? runner.clone(node, thread, state) : runner.run(node, thread);
      },
      onStart: (node) =>
        queue.push({ kind: 'node_started', node, index: indexOf(node.unique_id), total }),
      onFinish: (result) => {
        results.push(result);
        if (this.#settings.failFast && isFailure(result.status)) {
          this.#stopped ??= `Skipped because ${result.uniqueId} failed and the run is to fail fast.`;
        }
        queue.push({ kind: 'node_finished', result, index: indexOf(result.uniqueId), total });
      },
      stopped: () => this.#stopped,
    });
  }

  /** What a build takes in with nothing to do for it. */
  #idle(manifest: Manifest): CarriedNode[] {
    const { command, selected } = this.#settings;
    if (command !== 'build') return [];
    return [...manifest.carried.values()].filter(
      ({ unique_id, resource_type }) =>
        selected.has(unique_id) &&
        (resource_type === 'exposure' || resource_type === 'saved_query'),
    );
  }

  async #writeArtifacts(services: Services, summary: RunSummary): Promise<void> {
    const { targetDir, args } = this.#settings;
    if (targetDir === undefined) return;
    const compiled = new Map(
      summary.results.flatMap(({ uniqueId, compiledCode }) =>
        compiledCode === undefined ? [] : [[uniqueId, compiledCode] as const],
      ),
    );
    const manifest = manifestArtifact(services.manifest, {
      projectName: services.root.name,
      adapterType: services.adapter.type,
      library: services.library,
      invocation: services.invocation,
      compiled,
    });
    await writeArtifact(targetDir, 'manifest.json', manifest);
    const idle = this.#idle(services.manifest);
    const results = runResultsArtifact(summary, services.invocation, args, idle);
    await writeArtifact(targetDir, 'run_results.json', results);
    await writeCode(targetDir, summary.results);
  }
}

/** Folders of which none holds anything are often misspelt. */
function nothingToDo({ manifest, root }: Services): string {
  if (manifest.nodes.size > 0) return 'There is nothing to do.';
  const folders = [root.modelPaths, root.seedPaths, root.snapshotPaths, root.testPaths].flat();
  return `There is nothing to do: the project has nothing in ${folders.join(', ')}.`;
}
