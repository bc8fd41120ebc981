import { appliedConstants, decisiveConstants } from './compile/constants.ts';
import type { DeliverAgain, OpenWriter, Written } from './compile/feed-writer.ts';
import { type Plan, presentColumns } from './compile/plan.ts';
import { type Correction, finishCorrection, planOfCorrection } from './correction.ts';
import {
  changeSentences,
  changesOf,
  formSentences,
  lastingName,
  refuseChangedType,
} from './drift.ts';
import type { Engine } from './engine.ts';
import { headerOnly } from './errors.ts';
import type { Piece } from './formats/piece.ts';
import type { Held } from './held.ts';
import type { Commits } from './lake/commits.ts';
import type { LoadIndex } from './lake/load-index.ts';
import type { Original } from './lake/original.ts';
import { type LoadIdentity, type LoadRecord, loadIdOf } from './lake/record.ts';
import type { Staging } from './lake/staging.ts';
import {
  alreadyLoadedSentence,
  constantSentence,
  droppedSentence,
  notSetSentence,
  refusalSentence,
  returnedSentence,
} from './message.ts';
import { acceptedShrink } from './shrink.ts';
import type { FileOutcome } from './summary.ts';
import { refuseLostZeros } from './zeros.ts';

/** What every feed of one table of a delivered file shares. */
export interface Delivery {
  readonly home: string;
  readonly staging: Staging;
  readonly index: LoadIndex;
  readonly commits: Commits;
  readonly original: Original;
  readonly label: string;
  readonly member: string;
  readonly table: string;
  readonly format: string;
  readonly traits: Readonly<Record<string, string>>;
  readonly loadedAt: string;
  /** Whether the caller stated that time. */
  readonly isStated: boolean;
  /** Whether the same call has yet to load a file of this content. */
  readonly isToCome: (sha256: string, bytes: number) => Promise<boolean>;
  readonly set: Readonly<Record<string, string>>;
  /** Why snapshots may shrink by more than their limit, if the caller says that they may. */
  readonly acceptShrink?: string;
  readonly correction?: Correction;
  /** Whether the load is only tried: its outcome is told, and it stays out of the lake. */
  readonly isTrial: boolean;
}

/** One feed of one table on its way into the lake. */
export interface FeedLoad {
  readonly plan: Plan;
  write(piece: Piece): Promise<void>;
  reset(): Promise<void>;
  /** Closes the staged files and checks them against what came before. Throws HEADER_ONLY, SNAPSHOT_SHRUNK, TYPE_CHANGED, ZEROS_LOST. */
  finish(read: FinishedRead): Promise<FinishedLoad>;
}

/** How the table was read, once it has been. */
export interface FinishedRead {
  readonly encoding: string;
  readonly delimiter?: string;
  readonly controlRows?: number;
  /** What else there is to tell of how the table was read. */
  readonly remarks: readonly string[];
  readonly again: DeliverAgain;
}

/** A load that stands in staging, whole; `commit` hands it in for the lake. */
export interface FinishedLoad {
  commit(): Promise<FileOutcome>;
}

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

/** What tells whether a feed of this table has been loaded before. */
export const identityOf = (delivery: Delivery, feed: string, profile: string): LoadIdentity => ({
  feed,
  profile,
  file_sha256: delivery.original.sha256,
  file_member: delivery.member,
  file_table: delivery.table,
});

const notSet = ({ label, set }: Delivery, record: LoadRecord): readonly string[] =>
  (record.constants ?? []).flatMap((was) => {
    const now = set[was.column];
    return now === undefined || now === was.value
      ? []
      : [notSetSentence(label, record.feed, record.load_id, was, now)];
  });

/** The outcome of a feed for which a load stands that holds this content. */
export const alreadyLoaded = (delivery: Delivery, record: LoadRecord): FileOutcome => {
  const outcome =
    record.rows_accepted === 0 && record.rows_rejected > 0 ? 'refused' : 'already_loaded';
  return summaryOf(record, delivery.label, outcome, [
    alreadyLoadedSentence(delivery.label, record.feed, record.load_id),
    ...notSet(delivery, record),
  ]);
};

const byRule = (refusals: Written['refusals']): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { rule, rows } of refusals) counts[rule] = (counts[rule] ?? 0) + rows;
  return counts;
};

const refuseEmptySnapshot = (delivery: Delivery, plan: Plan, rows: number): void => {
  const mayBeEmpty = plan.mode !== 'snapshot' || plan.feed.allow_empty === true;
  if (rows === 0 && !mayBeEmpty) {
    throw headerOnly(delivery.label, plan.contract.feed, plan.mapping.profile);
  }
};

/** A load that brings back a retracted one becomes known after it, so that the two have different ids. */
const laterThan = (earlier: string | undefined, time: string): string =>
  earlier === undefined || time > earlier ? time : new Date(Date.parse(earlier) + 1).toISOString();

/** Opens staging for one feed of one table; `back` where its content is held already and has come back. */
export const openFeedLoad = async (
  engine: Engine,
  delivery: Delivery,
  planned: Plan,
  openWriter: OpenWriter,
  back?: Held,
): Promise<FeedLoad> => {
  const plan = planOfCorrection(planned, delivery.correction);
  const { contract, mapping } = plan;
  const identity = identityOf(delivery, contract.feed, mapping.profile);
  const retracted = await delivery.index.retracted(identity);
  const loadedAt = laterThan(retracted?.loaded_at, delivery.loadedAt);
  const load_id = loadIdOf(identity, loadedAt);
  const staged = await delivery.staging.room(`${contract.feed}-${load_id}`);
  const lineage = { loadId: load_id, loadedAt, sha256: identity.file_sha256 };
  const writer = openWriter(plan, lineage, staged);

  const recordOf = (written: Written, read: FinishedRead): LoadRecord => ({
    load_id,
    ...identity,
    mapping: mapping.name,
    source: plan.source,
    mode: plan.mode,
    file_name: delivery.label,
    bytes: delivery.original.bytes,
    file_modified_at: delivery.original.modifiedAt,
    format: delivery.format,
    traits: delivery.traits,
    loaded_at: loadedAt,
    rows_read: written.read,
    rows_accepted: written.accepted,
    rows_rejected: written.rejected,
    rejected_by_rule: byRule(written.refusals),
    columns: presentColumns(plan),
    new_columns: plan.extra.map((column) => column.name),
    dropped_columns: plan.dropped,
    delivered_columns: plan.header.map((column) => column.name),
    constants: appliedConstants(plan),
    ...(written.scopes ? { scopes: written.scopes } : {}),
    zero_led: written.zeroLed,
    encoding: read.encoding,
    ...(read.delimiter === undefined ? {} : { delimiter: read.delimiter }),
    contract_version: contract.version,
    ...(read.controlRows === undefined ? {} : { control_rows: read.controlRows }),
  });

  return {
    plan,
    write: writer.write,
    reset: writer.reset,
    finish: async (read) => {
      const written = await writer.finish(read.again);
      refuseEmptySnapshot(delivery, plan, written.read);
      const isAlike = (one: LoadRecord): boolean =>
        one.profile === mapping.profile &&
        one.mapping === mapping.name &&
        (one.file_table ?? '') === delivery.table;
      const earlier = await delivery.index.newest(contract.feed, isAlike);
      const lasting = lastingName(delivery.label);
      const isSame = (one: LoadRecord): boolean =>
        isAlike(one) && lastingName(one.file_name) === lasting;
      const before = await delivery.index.newest(contract.feed, isSame);
      const writtenSo = await delivery.index.newest(
        contract.feed,
        (one) =>
          isSame(one) &&
          one.encoding.toLowerCase() === read.encoding.toLowerCase() &&
          (one.delimiter === undefined || one.delimiter === read.delimiter),
      );
      const changes = changesOf(plan, before);
      await refuseChangedType(engine, delivery.label, plan, written, staged, earlier);
      await refuseLostZeros(engine, delivery, plan, written, staged, earlier);
      const shrink = await acceptedShrink(delivery, plan, written.scopes);
      const { home, label, correction } = delivery;
      const corrects = await finishCorrection(engine, home, label, plan, correction, staged);
      const record: LoadRecord = {
        ...recordOf(written, read),
        ...corrects,
        ...(retracted ? { reinstates: retracted.load_id } : {}),
        ...(back ? { returns_to: back.record.load_id } : {}),
        ...(shrink === undefined ? {} : { shrink_accepted: shrink }),
      };
      return {
        commit: async () => {
          if (!delivery.isTrial) await delivery.commits.add(staged, record, delivery.original);
          return summaryOf(record, delivery.label, outcomeOf(record), [
            ...written.refusals.map((refusal) => refusalSentence(plan, refusal, load_id)),
            ...decisiveConstants(plan).map((one) => constantSentence(plan, one, load_id)),
            ...(plan.dropped.length > 0 ? [droppedSentence(plan)] : []),
            ...(back?.replacedBy ? [returnedSentence(plan, back, load_id)] : []),
            ...read.remarks,
            ...changeSentences(delivery.label, plan, changes),
            ...formSentences(label, contract.feed, before, writtenSo !== undefined, read),
          ]);
        },
      };
    },
  };
};
