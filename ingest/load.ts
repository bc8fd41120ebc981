import { appliedConstants, decisiveConstants } from './compile/constants.ts';
import { type Plan, presentColumns } from './compile/plan.ts';
import { writeRows } from './compile/write.ts';
import type { Engine } from './engine.ts';
import { headerOnly } from './errors.ts';
import { commitLoad } from './lake/commit.ts';
import type { Original } from './lake/original.ts';
import { findLoad, type LoadIdentity, type LoadRecord, loadIdOf } from './lake/record.ts';
import type { Staging } from './lake/staging.ts';
import {
  alreadyLoadedSentence,
  constantSentence,
  droppedSentence,
  notSetSentence,
  refusalSentence,
} from './message.ts';
import type { FileOutcome } from './summary.ts';

/** What every feed of one delivered file shares. */
export interface Delivery {
  readonly home: string;
  readonly staging: Staging;
  readonly original: Original;
  readonly label: string;
  readonly member: string;
  readonly encoding: string;
  readonly loadedAt: string;
  readonly set: Readonly<Record<string, string>>;
}

const hasRows = async (engine: Engine): Promise<boolean> =>
  (await engine.rows('SELECT 1 FROM delivered LIMIT 1')).length > 0;

const outcomeOf = (record: LoadRecord): FileOutcome['outcome'] => {
  if (record.rows_rejected === 0) return 'loaded';
  return record.rows_accepted > 0 ? 'partly_loaded' : 'refused';
};

const summaryOf = (
  record: LoadRecord,
  label: string,
  outcome: FileOutcome['outcome'],
  messages: readonly string[],
): FileOutcome => ({
  file: label,
  outcome,
  feed: record.feed,
  profile: record.profile,
  load_id: record.load_id,
  rows_read: record.rows_read,
  rows_accepted: record.rows_accepted,
  rows_rejected: record.rows_rejected,
  messages,
});

const identityOf = (delivery: Delivery, feed: string, profile: string): LoadIdentity => ({
  feed,
  profile,
  file_sha256: delivery.original.sha256,
  file_member: delivery.member,
});

const notSet = ({ label, set }: Delivery, record: LoadRecord): readonly string[] =>
  (record.constants ?? []).flatMap((was) => {
    const now = set[was.column];
    return now === undefined || now === was.value
      ? []
      : [notSetSentence(label, record.feed, record.load_id, was, now)];
  });

/** The outcome of a feed that this content has already given, or undefined. */
export const alreadyLoaded = async (
  delivery: Delivery,
  feed: string,
  profile: string,
): Promise<FileOutcome | undefined> => {
  const record = await findLoad(delivery.home, identityOf(delivery, feed, profile));
  if (!record) return undefined;
  const outcome =
    record.rows_accepted === 0 && record.rows_rejected > 0 ? 'refused' : 'already_loaded';
  return summaryOf(record, delivery.label, outcome, [
    alreadyLoadedSentence(delivery.label, feed, record.load_id),
    ...notSet(delivery, record),
  ]);
};

/** Writes one feed of one file into staging and commits it at one rename. Throws HEADER_ONLY. */
export const loadFeed = async (
  engine: Engine,
  delivery: Delivery,
  plan: Plan,
): Promise<FileOutcome> => {
  const { contract, mapping } = plan;
  const mayBeEmpty = plan.mode !== 'snapshot' || plan.feed.allow_empty === true;
  if (!mayBeEmpty && !(await hasRows(engine))) {
    throw headerOnly(delivery.label, contract.feed, mapping.profile);
  }
  const identity = identityOf(delivery, contract.feed, mapping.profile);
  const load_id = loadIdOf(identity, delivery.loadedAt);
  const staged = await delivery.staging.room(`${contract.feed}-${load_id}`);
  const lineage = { loadId: load_id, loadedAt: delivery.loadedAt, sha256: identity.file_sha256 };
  const written = await writeRows(engine, plan, lineage, staged);
  const record: LoadRecord = {
    load_id,
    ...identity,
    mapping: mapping.name,
    source: plan.source,
    mode: plan.mode,
    file_name: delivery.label,
    bytes: delivery.original.bytes,
    loaded_at: delivery.loadedAt,
    rows_read: written.read,
    rows_accepted: written.accepted,
    rows_rejected: written.rejected,
    rejected_by_rule: byRule(written.refusals),
    columns: presentColumns(plan),
    new_columns: plan.extra.map((column) => column.name),
    dropped_columns: plan.dropped,
    constants: appliedConstants(plan),
    encoding: delivery.encoding,
    contract_version: contract.version,
  };
  await commitLoad(delivery.home, staged, record);
  const messages = [
    ...written.refusals.map((refusal) => refusalSentence(plan, refusal, load_id)),
    ...decisiveConstants(plan).map((one) => constantSentence(plan, one, load_id)),
    ...(plan.dropped.length > 0 ? [droppedSentence(plan)] : []),
  ];
  return summaryOf(record, delivery.label, outcomeOf(record), messages);
};

const byRule = (refusals: readonly { rule: string; rows: number }[]): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { rule, rows } of refusals) counts[rule] = (counts[rule] ?? 0) + rows;
  return counts;
};
