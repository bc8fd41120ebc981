import { contracts } from '../contract.ts';
import { hashIn, type LoadRecord } from '../lake/record.ts';
import { isInForce, type LedgerLoad } from './ledger.ts';
import type { LoadRefusal } from './refusals.ts';

const counted = (count: number, noun: string): string =>
  `${count.toLocaleString('en-US')} ${noun}${count === 1 ? '' : 's'}`;

const MODE: Readonly<Record<string, string>> = {
  snapshot: 'everything there is',
  delta: 'changes only',
  log: 'events, each of which stays',
};

const came = (one: LoadRecord): string => {
  const member = one.file_member === '' ? '' : ` (member ${one.file_member})`;
  const table = one.file_table ? `, table ${one.file_table}` : '';
  return `On ${one.loaded_at} the file ${one.file_name}${member}${table} arrived: ${counted(one.bytes, 'byte')}, SHA-256 ${one.file_sha256}.`;
};

const recognised = (one: LoadRecord): string => {
  const format = one.format ? ` as ${one.format}` : '';
  const constants = (one.constants ?? []).map(({ column }) => column);
  const filled =
    constants.length > 0
      ? ` No cell gives ${constants.join(', ')}: every row has the constant.`
      : '';
  return `It was read${format} in ${one.encoding || 'no stated encoding'}, and profile ${one.profile} (entry ${one.mapping}) took it for ${one.feed} of ${one.source}, as ${MODE[one.mode] ?? one.mode}.${filled}`;
};

const taken = (one: LoadRecord): string =>
  `${counted(one.rows_read, 'row')} read: ${one.rows_accepted.toLocaleString('en-US')} accepted, ${one.rows_rejected.toLocaleString('en-US')} refused.`;

const refused = (refusal: LoadRefusal): string =>
  `Refused by ${refusal.rule}${refusal.column === '' ? '' : ` in ${refusal.column}`}: ${counted(refusal.rows, 'row')}, first row ${refusal.first_row}: ${refusal.reason}.`;

const columns = (one: LoadRecord): readonly string[] => [
  ...(one.dropped_columns.length > 0
    ? [`Dropped before anything was written: ${one.dropped_columns.join(', ')}.`]
    : []),
  ...(one.new_columns.length > 0
    ? [`Mapped by no column of the contract and kept in _extra: ${one.new_columns.join(', ')}.`]
    : []),
];

const isAkin = (one: LoadRecord, other: LoadRecord): boolean =>
  other.feed === one.feed &&
  other.profile === one.profile &&
  other.mapping === one.mapping &&
  (other.file_table ?? '') === (one.file_table ?? '');

const sharesScope = (one: LoadRecord, other: LoadRecord): boolean =>
  !one.scopes ||
  !other.scopes ||
  Object.keys(one.scopes).some((scope) => other.scopes?.[scope] !== undefined);

const relations = (load: LedgerLoad, all: readonly LedgerLoad[]): readonly string[] => {
  const { record } = load;
  const akin = all.filter((other) => isAkin(record, other.record) && isInForce(other));
  const before = akin.findLast((other) => other.record.load_id < record.load_id);
  const siblings = all.filter(
    (other) =>
      other.record.file_sha256 === record.file_sha256 &&
      hashIn(other.record.load_id) !== hashIn(record.load_id),
  );
  const replaced =
    record.mode === 'snapshot'
      ? akin.findLast(
          (other) =>
            other.record.load_id < record.load_id &&
            other.record.mode === 'snapshot' &&
            sharesScope(record, other.record),
        )
      : undefined;
  const next =
    record.mode === 'snapshot'
      ? akin.find(
          (other) =>
            other.record.load_id > record.load_id &&
            other.record.mode === 'snapshot' &&
            sharesScope(record, other.record),
        )
      : undefined;
  return [
    ...(record.reinstates
      ? [`It brings back load ${record.reinstates}, which was retracted.`]
      : []),
    ...(record.returns_to
      ? [`It is a return to load ${record.returns_to}, whose content it holds.`]
      : []),
    ...(record.corrects ? [`It corrects rows that load ${record.corrects} had refused.`] : []),
    ...(replaced ? [`It replaces load ${replaced.record.load_id}, the snapshot before it.`] : []),
    ...(!replaced && before
      ? [`It follows load ${before.record.load_id} of the same profile.`]
      : []),
    ...(!before
      ? [`It is the first load of ${record.feed} by this profile that is in force.`]
      : []),
    ...(next ? [`Load ${next.record.load_id} has replaced it since.`] : []),
    ...siblings.map(
      ({ record: other }) => `The same file also gave ${other.feed} load ${other.load_id}.`,
    ),
    ...all
      .filter(({ record: other }) => other.corrects === record.load_id)
      .map(({ record: other }) => `Load ${other.load_id} corrects rows that this one refused.`),
    ...all
      .filter(({ record: other }) => other.reinstates === record.load_id)
      .map(({ record: other }) => `Load ${other.load_id} has brought its content back since.`),
  ];
};

const effect = ({ record, retraction, purge }: LedgerLoad): string => {
  if (purge)
    return `Its rows were removed for good on ${purge.purged_at} (purge ${purge.sequence}: ${purge.why}); no build has them any more.`;
  if (retraction)
    return `It was retracted on ${retraction.retracted_at} by ${retraction.retracted_by} (${retraction.why}): a build ignores it, a build as known before that time still uses it.`;
  if (record.rows_accepted === 0 && record.rows_rejected > 0)
    return 'No row was accepted, so a build makes nothing of it.';
  const key = contracts().get(record.feed)?.key.join(', ') ?? 'its key';
  const versions = `A build takes each row as what ${record.source} says of ${key} from ${record.loaded_at} on`;
  switch (record.mode) {
    case 'snapshot':
      return record.rows_rejected === 0
        ? `${versions}, and counts rows of its scope that it no longer holds as deleted.`
        : `${versions}; because rows were refused, it deletes nothing by absence.`;
    case 'delta':
      return `${versions}; rows marked as deleted end, all others stay.`;
    case 'log':
      return `${versions}; events are added and none is taken back.`;
  }
};

/** A load in plain sentences: what came, how it was recognised, what was taken, what it relates to, what a build makes of it. */
export const explainLoad = (
  load: LedgerLoad,
  all: readonly LedgerLoad[],
  refusals: readonly LoadRefusal[],
): readonly string[] => [
  came(load.record),
  recognised(load.record),
  taken(load.record),
  ...refusals.map(refused),
  ...columns(load.record),
  ...relations(load, all),
  effect(load),
];
