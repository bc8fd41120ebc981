import type { RunEvent } from '../run/events.ts';
import type { Output } from './output.ts';

/** Tells in a terminal's last line how far a run is and what runs now, ten times a second. */
export class Progress {
  readonly #output: Output;
  readonly #running = new Map<string, { name: string; since: number }>();
  #done = 0;
  #total = 0;
  #timer: NodeJS.Timeout | undefined;

  constructor(output: Output) {
    this.#output = output;
  }

  /** Takes up an event. */
  take(event: RunEvent): void {
    if (this.#output.status === undefined) return;
    switch (event.kind) {
      case 'run_started':
        this.#total = event.nodes.length;
        this.#timer = setInterval(() => this.#show(), 100);
        break;
      case 'node_started':
        this.#running.set(event.node.unique_id, { name: event.node.name, since: Date.now() });
        break;
      case 'node_finished':
        if (event.result.node.resource_type === 'operation') return;
        this.#running.delete(event.result.uniqueId);
        this.#done += 1;
        break;
      case 'run_finished':
        this.end();
        return;
    }
    this.#show();
  }

  /** Clears the line. */
  end(): void {
    clearInterval(this.#timer);
    this.#output.status?.('');
  }

  #show(): void {
    const running = [...this.#running.values()].map(
      ({ name, since }) => `${name} ${((Date.now() - since) / 1000).toFixed(1)}s`,
    );
    this.#output.status?.(`${this.#done} of ${this.#total} done; ${running.join(', ')}`);
  }
}
