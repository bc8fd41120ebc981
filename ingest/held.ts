import type { Plan } from './compile/plan.ts';
import { type Delivery as Delivered, isDeliveredAfter } from './lake/delivery-time.ts';
import type { LoadIdentity, LoadRecord } from './lake/record.ts';
import type { Delivery } from './load.ts';

/** The load of a content that is delivered again, and whether that content has come back after another had replaced it. */
export interface Held {
  readonly record: LoadRecord;
  readonly replacedBy?: string;
}

const sharesScope = (one: LoadRecord, other: LoadRecord): boolean =>
  !one.scopes ||
  !other.scopes ||
  Object.keys(one.scopes).some((scope) => other.scopes?.[scope] !== undefined);

/** Whether what a load says was changed by another one, known between it and a time. */
const changes =
  (held: LoadRecord, until: string) =>
  (other: LoadRecord): boolean =>
    other.loaded_at > held.loaded_at &&
    other.loaded_at < until &&
    other.source === held.source &&
    other.rows_accepted > 0 &&
    other.corrects === undefined &&
    sharesScope(held, other);

const deliveryOf = (record: LoadRecord): Delivered => ({
  name: record.file_name,
  ...(record.file_modified_at ? { modifiedAt: record.file_modified_at } : {}),
});

/**
 * The load that a delivered content repeats, or undefined where it is to be loaded as new. A snapshot whose content another
 * load has replaced since is a return to an earlier state if it was delivered after both: by the stated time, else by its
 * name or the time of its file. A content that this call still delivers takes its place again, so then nothing returns.
 */
export const heldAs = async (
  delivery: Delivery,
  identity: LoadIdentity,
  mode: Plan['mode'],
): Promise<Held | undefined> => {
  const { index, loadedAt, isStated, label, original } = delivery;
  const loads = await index.held(identity);
  const newest = loads.at(-1);
  if (!newest || mode !== 'snapshot' || delivery.correction) return newest && { record: newest };
  const record = isStated ? loads.findLast((one) => one.loaded_at <= loadedAt) : newest;
  if (!record) return undefined;
  const other = await index.newest(identity.feed, changes(record, loadedAt), record.load_id);
  const own = { name: label, modifiedAt: original.modifiedAt };
  const isLater =
    isStated ||
    [record, other].every((one) => one === undefined || isDeliveredAfter(own, deliveryOf(one)));
  const returns = other && isLater && !(await delivery.isToCome(other.file_sha256, other.bytes));
  return returns ? { record, replacedBy: other.load_id } : { record };
};
