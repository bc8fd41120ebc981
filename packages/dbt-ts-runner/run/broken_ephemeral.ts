import { sentenceOf } from '../errors.ts';
import type { ModelNode } from '../manifest/node.ts';

/** An ephemeral model cannot be compiled, so what reads it cannot run. */
export class BrokenEphemeral extends Error {
  constructor({ unique_id }: ModelNode, cause: unknown) {
    super(
      `Compilation Error in the ephemeral model ${unique_id}, which it reads: ${sentenceOf(cause)}`,
      { cause },
    );
  }
}
