import type { Session } from '../adapter/adapter.ts';
import type { CodeNode } from '../manifest/node.ts';

/** A model, snapshot or test that is about to be carried out, within its transaction. */
export interface Work {
  readonly node: CodeNode;
  /** Its compiled SQL. */
  readonly sql: string;
  readonly session: Session;
  /** Carries out the materialization. */
  readonly build: () => Promise<void>;
}

/**
 * Stands around the building of each model, snapshot and test. Where it does not call `build`, what it did stands for it: a
 * test has passed, a model has succeeded with the text it resolves to as message. What it throws is the node's error.
 */
export type Around = (work: Work) => Promise<string | undefined>;
