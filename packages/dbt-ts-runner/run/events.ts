import type { Message } from '../context/base_names.ts';
import type { ExecutableNode } from '../manifest/node.ts';
import type { NodeResult, RunSummary } from './result.ts';

/** What happens in a run, in order. The last event is always `run_finished`. */
export type RunEvent =
  | {
      readonly kind: 'run_started';
      readonly command: Command;
      readonly invocationId: string;
      readonly nodes: readonly ExecutableNode[];
      readonly threads: number;
    }
  | {
      readonly kind: 'node_started';
      readonly node: ExecutableNode;
      /** Counts from 1. */
      readonly index: number;
      readonly total: number;
    }
  /** Also of each statement around the run, counted by themselves. */
  | {
      readonly kind: 'node_finished';
      readonly result: NodeResult;
      readonly index: number;
      readonly total: number;
    }
  | { readonly kind: 'message'; readonly message: Message }
  | { readonly kind: 'run_finished'; readonly summary: RunSummary };

/** dbt's own word for what is run: `build` is seeds, models, snapshots and tests in the order of the graph. */
export type Command = 'build' | 'run' | 'test' | 'seed' | 'snapshot' | 'compile' | 'clone';

/** A first-in, first-out channel between the run and who listens to it. */
export class EventQueue {
  readonly #waiting: RunEvent[] = [];
  #wake: (() => void) | undefined;
  #closed = false;

  push(event: RunEvent): void {
    this.#waiting.push(event);
    this.#wake?.();
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  async *drain(): AsyncGenerator<RunEvent, void, undefined> {
    while (true) {
      const event = this.#waiting.shift();
      if (event !== undefined) yield event;
      else if (this.#closed) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
