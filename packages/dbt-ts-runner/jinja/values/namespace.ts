import type { Value } from './value.ts';

/** What `namespace(...)` gives: the one value whose attributes `{% set ns.x = ... %}` may write. */
export class Namespace {
  readonly attributes: Map<string, Value>;

  constructor(attributes: Iterable<readonly [string, Value]> = []) {
    this.attributes = new Map(attributes);
  }
}
