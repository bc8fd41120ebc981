import { randomUUID } from 'node:crypto';
import type { Services } from '../context/services.ts';
import { flagsOf, type RunOptions } from './run_options.ts';

/** The uses of a parsed project. The parse and what is done first are one invocation. */
export class Invocations {
  readonly #services: Services;
  #firstId: string | undefined;

  constructor(services: Services) {
    this.#services = services;
    this.#firstId = services.invocation.id;
  }

  /** The project's services as a command sees them that begins now. */
  begin(command: string, options: RunOptions = {}): Services {
    const { env, warningRules } = this.#services;
    const id = this.#firstId ?? randomUUID();
    this.#firstId = undefined;
    const flags = { ...flagsOf(command, options), ...warningRules.flags };
    const { select, exclude, selector } = options;
    const args = { select, exclude, selector };
    return { ...this.#services, invocation: { id, startedAt: new Date(), env, flags, args } };
  }
}
