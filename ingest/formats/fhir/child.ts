import type { Cell, Field } from '../field.ts';
import { cellText, copyJson, isObject, type Json } from '../json-tree.ts';
import { at, rest, take, takeItems } from '../pluck.ts';

/** A table of what repeats within a resource: one row an item, led by the resource's id and the item's place from 1. */
export interface Child {
  readonly name: string;
  readonly columns: readonly string[];
  /** Takes the items out of the resource. */
  rows(resource: Json): readonly (readonly Cell[])[];
}

const ITEM = '_item';

/** `elements` are names of the same thing in different releases. Items that are objects give their fields and `ext`; `keys` are elements of the resource that every row repeats. */
export const child = (
  name: string,
  elements: readonly string[],
  owner: string,
  keys: readonly Field[],
  fields: readonly Field[],
): Child => ({
  name,
  columns: [
    owner,
    ...keys.flatMap((field) => field.columns),
    'sequence',
    ...fields.flatMap((field) => field.columns),
    'ext',
  ],
  rows: (resource) => {
    const element = elements.find((each) => at(resource, each) !== undefined) ?? '';
    const id = cellText(at(resource, 'id'));
    const copy = isObject(resource) ? new Map(resource) : resource;
    take(copy, element);
    const repeated = keys.flatMap((field) => field.take(copyJson(copy)));
    return takeItems(resource, element).map((item, index) => {
      const bare = isObject(item) ? item : new Map([[ITEM, item]]);
      const cells = fields.flatMap((field) => field.take(bare));
      return [id, ...repeated, String(index + 1), ...cells, rest(bare)];
    });
  },
});
