/** The transactions of one session, one at a time. */
export class Transaction {
  readonly #run: (sql: string) => Promise<unknown>;
  #isOpen = false;
  #commits = 0;

  /** `run` carries out a statement on the session. */
  constructor(run: (sql: string) => Promise<unknown>) {
    this.#run = run;
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** How many have been committed. */
  get commits(): number {
    return this.#commits;
  }

  async begin(): Promise<void> {
    await this.#run('begin transaction');
    this.#isOpen = true;
  }

  async commit(): Promise<void> {
    this.#isOpen = false;
    await this.#run('commit');
    this.#commits++;
  }

  async rollback(): Promise<void> {
    this.#isOpen = false;
    await this.#run('rollback');
  }
}
