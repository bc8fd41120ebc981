import type { AdapterResponse, Session } from '../adapter/adapter.ts';
import type { RunSubject } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import type { RunnerError } from '../errors.ts';
import { hostFunction, truthy, type Value } from '../jinja/index.ts';
import type {
  AnalysisNode,
  CodeNode,
  ExecutableNode,
  ModelNode,
  SeedNode,
  SnapshotNode,
  TestNode,
  UnitTestNode,
} from '../manifest/node.ts';
import { isRefable } from '../manifest/node_record.ts';
import type { PreviousState } from '../state/previous.ts';
import type { Work } from './around.ts';
import { BrokenEphemeral } from './broken_ephemeral.ts';
import { cloneNode } from './clone.ts';
import type { Compiler } from './compiler.ts';
import { loadSeed } from './load_seed.ts';
import { type Materialized, materialize } from './materialize.ts';
import { isMicrobatch } from './microbatch/plan_batches.ts';
import { runBatches } from './microbatch/run_batches.ts';
import { nodeError } from './node_error.ts';
import type { NodeResult, NodeStatus, ResultPart, Timing } from './result.ts';
import { inTransaction } from './transaction.ts';
import { describeDifference } from './unit_difference.ts';
import { runUnitTest } from './unit_test.ts';

/** The part of a model that a batch is. */
type Part = Pick<RunSubject, 'batch' | 'overrides'>;

/** How a node ended, before it is timed. */
interface Outcome {
  readonly status: NodeStatus;
  readonly message: string;
  readonly failures?: number;
  readonly response?: AdapterResponse;
  readonly compiledCode?: string;
}

/** Carries out single nodes of one run. */
export class NodeRunner {
  readonly #services: Services;
  readonly #compiler: Compiler;
  readonly #isStopped: () => boolean;

  constructor(services: Services, compiler: Compiler, isStopped: () => boolean) {
    this.#services = services;
    this.#compiler = compiler;
    this.#isStopped = isStopped;
  }

  /** Runs the node; never throws: an error is a result. */
  run(node: ExecutableNode, thread: number): Promise<NodeResult> {
    if (node.resource_type === 'model' && isMicrobatch(node)) return this.#batches(node, thread);
    return this.#timed(node, thread, (session, clock) => this.#carryOut(node, session, clock));
  }

  /** Renders the node's SQL and does nothing with it; never throws. */
  compile(node: ExecutableNode, thread: number): Promise<NodeResult> {
    return this.#timed(node, thread, async (session, clock) => {
      if (node.resource_type !== 'seed' && node.resource_type !== 'unit_test') {
        clock.compiled((await this.#compiler.compile(node, session)).sql);
      }
      return { status: 'success', message: '' };
    });
  }

  /** Makes the node's relation read as that of the earlier run; never throws. */
  clone(node: ExecutableNode, thread: number, state: PreviousState | undefined) {
    return this.#timed(node, thread, async (session) => {
      if (!isRefable(node)) {
        throw new Error(`${node.unique_id} has no relation to clone`);
      }
      return { status: 'success', message: await cloneNode(this.#services, session, node, state) };
    });
  }

  /** Builds a microbatch model; a batch is a node of its own in all but name. */
  async #batches(node: ModelNode, thread: number): Promise<NodeResult> {
    const started = new Date();
    const parts: ResultPart[] = [];
    const result = await this.#timed(node, thread, async () => ({
      status: 'success',
      message: '',
    }));
    try {
      const { status, message, batches } = await runBatches({
        services: this.#services,
        node,
        run: async (part, batch, overrides) => {
          const done = await this.#timed(part, thread, (session, clock) =>
            this.#model(part, session, clock, { batch, overrides }),
          );
          const { compiledCode, runCode } = done;
          parts.push({ name: batch.name, compiledCode, runCode });
          return done;
        },
        isStopped: this.#isStopped,
      });
      const executionTime = (Date.now() - started.getTime()) / 1000;
      return { ...result, status, message, batches, parts, failures: 0, executionTime };
    } catch (thrown) {
      const error = nodeError(thrown, node);
      return { ...result, status: 'error', message: error.message, error };
    }
  }

  async #timed(
    node: ExecutableNode,
    thread: number,
    work: (session: Session, clock: Clock) => Promise<Outcome>,
  ): Promise<NodeResult> {
    const started = new Date();
    const clock = new Clock(thread);
    const finish = (outcome: Outcome, error?: RunnerError): NodeResult => ({
      node,
      uniqueId: node.unique_id,
      status: outcome.status,
      message: outcome.message,
      failures: outcome.failures,
      error,
      response: outcome.response,
      compiledCode: outcome.compiledCode ?? clock.compiledCode,
      runCode: clock.runCode,
      timing: clock.timing,
      executionTime: (Date.now() - started.getTime()) / 1000,
      thread,
    });
    try {
      return finish(
        await inTransaction(this.#services.adapter, (session) => {
          clock.restart();
          return work(session, clock);
        }),
      );
    } catch (thrown) {
      if (thrown instanceof BrokenEphemeral) {
        return finish({ status: 'skipped', message: thrown.message });
      }
      const error = nodeError(thrown, node);
      return finish({ status: 'error', message: error.message }, error);
    }
  }

  #carryOut(node: ExecutableNode, session: Session, clock: Clock): Promise<Outcome> {
    switch (node.resource_type) {
      case 'analysis':
      case 'model':
      case 'snapshot':
        return this.#model(node, session, clock);
      case 'seed':
        return this.#seed(node, session, clock);
      case 'test':
        return this.#test(node, session, clock);
      case 'unit_test':
        return this.#unitTest(node, session, clock);
    }
  }

  async #model(
    node: AnalysisNode | ModelNode | SnapshotNode,
    session: Session,
    clock: Clock,
    part: Part = {},
  ): Promise<Outcome> {
    const { response } = await this.#materialize(node, session, clock, part);
    return { status: 'success', message: response._message, response };
  }

  async #seed(node: SeedNode, session: Session, clock: Clock): Promise<Outcome> {
    clock.compiled(undefined);
    const table = await loadSeed(node, this.#services.adapter);
    const names = { load_agate_table: hostFunction('load_agate_table', () => table) };
    const options = this.#options(names, clock);
    const { response } = await materialize(this.#services, node, session, options);
    clock.executed();
    return { status: 'success', message: response._message, response };
  }

  async #test(node: TestNode, session: Session, clock: Clock): Promise<Outcome> {
    const { table, response } = await this.#materialize(node, session, clock);
    const [failures, warns, fails] = table?.rows[0] ?? [];
    const count = Number(failures ?? 0);
    const { severity, warn_if, error_if } = node.config;
    const isStrict = String(severity).toUpperCase() === 'ERROR';
    const verdict = (status: NodeStatus, condition: unknown): Outcome => ({
      status,
      failures: count,
      response,
      message: `Got ${count} result${count === 1 ? '' : 's'}, configured to ${status} if ${condition}`,
    });
    if (isStrict && truthy(fails ?? false)) return verdict('fail', error_if);
    const isFatal = this.#services.warningRules.verdict('LogTestResult') === 'error';
    if (truthy(warns ?? false)) return verdict(isFatal ? 'fail' : 'warn', warn_if);
    return { status: 'pass', failures: count, response, message: '' };
  }

  async #unitTest(node: UnitTestNode, session: Session, clock: Clock): Promise<Outcome> {
    const model = this.#services.manifest.get(node.depends_on.nodes[0] ?? '');
    if (model?.resource_type !== 'model') throw new Error(`${node.unique_id} has no model`);
    const { sql, difference } = await runUnitTest({
      services: this.#services,
      session,
      compiler: this.#compiler,
      test: node,
      model,
    });
    clock.compiled(sql);
    clock.executed();
    const failures = difference.missing.length + difference.unexpected.length === 0 ? 0 : 1;
    return failures === 0
      ? { status: 'pass', failures, message: '', compiledCode: sql }
      : { status: 'fail', failures, message: describeDifference(difference), compiledCode: sql };
  }

  async #materialize(node: CodeNode, session: Session, clock: Clock, part: Part = {}) {
    const extras = { thread: clock.thread, ...part };
    const { sql } = await this.#compiler.compile(node, session, extras);
    clock.compiled(sql);
    const names = { sql, compiled_code: sql };
    const options = { ...this.#options(names, clock), ...part };
    const build = () => materialize(this.#services, node, session, options);
    const materialized = await this.#surrounded({ node, sql, session, build });
    clock.executed();
    return materialized;
  }

  /** What `build` gives, or nothing but the message of what was done in its place. */
  async #surrounded(
    work: Omit<Work, 'build'> & { readonly build: () => Promise<Materialized> },
  ): Promise<Materialized> {
    const { around } = this.#services;
    if (around === undefined) return work.build();
    let materialized: Materialized | undefined;
    const build = async () => {
      materialized = await work.build();
    };
    const message = await around({ ...work, build });
    return materialized ?? { response: { _message: message ?? 'OK' }, table: undefined };
  }

  #options(names: Record<string, Value>, clock: Clock) {
    return {
      names,
      thread: clock.thread,
      onWrite: (sql: string) => {
        clock.runCode = sql;
      },
    };
  }
}

/** What is known of a node while it runs: its thread, its SQL, and the time of its two steps. */
class Clock {
  readonly thread: number;
  compiledCode: string | undefined;
  runCode: string | undefined;
  #timing: Timing[] = [];
  #since = new Date();

  constructor(thread: number) {
    this.thread = thread;
  }

  get timing(): readonly Timing[] {
    return this.#timing;
  }

  restart(): void {
    this.#timing = [];
    this.#since = new Date();
  }

  compiled(code: string | undefined): void {
    this.compiledCode = code;
    this.#step('compile');
  }

  executed(): void {
    this.#step('execute');
  }

  #step(name: Timing['name']): void {
    const completedAt = new Date();
    this.#timing.push({ name, startedAt: this.#since, completedAt });
    this.#since = completedAt;
  }
}
