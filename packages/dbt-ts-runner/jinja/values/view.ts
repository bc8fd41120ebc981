import type { Value } from './value.ts';

export type ViewKind = 'dict_keys' | 'dict_values' | 'dict_items';

/** A live view of a dict: `keys()`, `values()`, `items()`. */
export class PyView {
  readonly kind: ViewKind;
  readonly items: () => Value[];

  constructor(kind: ViewKind, items: () => Value[]) {
    this.kind = kind;
    this.items = items;
  }
}
