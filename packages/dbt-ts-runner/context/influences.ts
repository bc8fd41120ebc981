type Env = Readonly<Record<string, string | undefined>>;

/** Names whose values differ each time a project is used. */
const fleeting = new Set(['invocation_id', 'run_started_at', 'dbt_metadata_envs']);

/** What a parse looked at beyond the project's files, counted, so that a part of it can be told apart. */
export class Influences {
  /** The environment; who reads a variable is remembered. */
  readonly env: Env;
  readonly #variables = new Set<string>();
  #fleeting = 0;
  #docs = 0;

  constructor(env: Env) {
    this.env = new Proxy(env, {
      get: (target, name) => {
        if (typeof name === 'string') this.#variables.add(name);
        return Reflect.get(target, name);
      },
    });
  }

  /** Environment variables that were read, set or not. */
  get variables(): string[] {
    return [...this.#variables];
  }

  /** How often something was met that the next parse may not meet alike. */
  get fleeting(): number {
    return this.#fleeting;
  }

  /** How often a docs block was asked for. */
  get docs(): number {
    return this.#docs;
  }

  /** Told each name that a template looks up. */
  meetName(name: string): void {
    if (fleeting.has(name)) this.#fleeting += 1;
  }

  meetFleeting(): void {
    this.#fleeting += 1;
  }

  meetDocs(): void {
    this.#docs += 1;
  }
}
