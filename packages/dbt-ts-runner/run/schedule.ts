import type { ExecutableNode } from '../manifest/node.ts';
import type { Plan } from './plan.ts';
import { isFailure, type NodeResult } from './result.ts';

export interface ScheduleOptions {
  readonly plan: Plan;
  readonly threads: number;
  readonly run: (node: ExecutableNode, thread: number) => Promise<NodeResult>;
  readonly onStart: (node: ExecutableNode) => void;
  readonly onFinish: (result: NodeResult) => void;
  /** Why no further node starts, or undefined while they do. */
  readonly stopped: () => string | undefined;
}

/**
 * Runs the nodes of a plan, parents first; what stands below a failure is skipped, and so is what
 * has not begun when the run is stopped.
 */
export async function runPlan(options: ScheduleOptions): Promise<void> {
  const schedule = new Schedule(options);
  const threads = Math.max(1, Math.min(options.threads, options.plan.nodes.length));
  await Promise.all(Array.from({ length: threads }, (_, index) => schedule.work(index + 1)));
}

class Schedule {
  readonly #options: ScheduleOptions;
  readonly #nodes: ReadonlyMap<string, ExecutableNode>;
  readonly #open = new Map<string, number>();
  /** By id: the failed node above. */
  readonly #doomed = new Map<string, string>();
  readonly #ready: string[] = [];
  #unfinished: number;
  #idle: (() => void)[] = [];

  constructor(options: ScheduleOptions) {
    this.#options = options;
    const { nodes, graph } = options.plan;
    this.#nodes = new Map(nodes.map((node) => [node.unique_id, node]));
    this.#unfinished = nodes.length;
    for (const id of this.#nodes.keys()) {
      const parents = graph.parents(id).size;
      this.#open.set(id, parents);
      if (parents === 0) this.#ready.push(id);
    }
  }

  async work(thread: number): Promise<void> {
    while (this.#unfinished > 0) {
      const node = this.#next();
      if (node === undefined) {
        await new Promise<void>((resolve) => {
          this.#idle.push(resolve);
        });
        continue;
      }
      const failed = this.#doomed.get(node.unique_id);
      const why =
        failed === undefined
          ? this.#options.stopped()
          : `Skipped because ${failed} did not succeed.`;
      let result: NodeResult;
      if (why === undefined) {
        this.#options.onStart(node);
        result = await this.#options.run(node, thread);
      } else {
        result = skipped(node, why, thread);
      }
      this.#options.onFinish(result);
      this.#settle(node.unique_id, result);
    }
    this.#wake();
  }

  #next(): ExecutableNode | undefined {
    const { priority } = this.#options.plan;
    let best = 0;
    for (let index = 1; index < this.#ready.length; index++) {
      const height = priority.get(this.#ready[index] ?? '') ?? 0;
      if (height > (priority.get(this.#ready[best] ?? '') ?? 0)) best = index;
    }
    const [id] = this.#ready.splice(best, 1);
    return id === undefined ? undefined : this.#nodes.get(id);
  }

  #settle(id: string, result: NodeResult): void {
    this.#unfinished -= 1;
    const isBroken = result.status === 'skipped' && this.#options.stopped() === undefined;
    const failed = this.#doomed.get(id) ?? (isFailure(result.status) || isBroken ? id : undefined);
    for (const child of this.#options.plan.graph.children(id)) {
      if (failed !== undefined) this.#doomed.set(child, failed);
      const open = (this.#open.get(child) ?? 0) - 1;
      this.#open.set(child, open);
      if (open === 0) this.#ready.push(child);
    }
    this.#wake();
  }

  #wake(): void {
    const idle = this.#idle;
    this.#idle = [];
    for (const resume of idle) resume();
  }
}

function skipped(node: ExecutableNode, message: string, thread: number): NodeResult {
  return {
    node,
    uniqueId: node.unique_id,
    status: 'skipped',
    message,
    failures: undefined,
    error: undefined,
    response: undefined,
    compiledCode: undefined,
    runCode: undefined,
    timing: [],
    executionTime: 0,
    thread,
  };
}
