/** Code of every refusal that this folder can give; `docs/errors.md` lists the same ones. */
export const INGEST_CODES = [
  'AMBIGUOUS_LOAD',
  'AMBIGUOUS_SOURCE',
  'ARCHIVE_UNSAFE',
  'BAD_CONTRACT',
  'BAD_ITEM_MAP',
  'BAD_PROFILE',
  'BAD_TIME',
  'CONTROL_TOTAL',
  'CORRECTION_LATE',
  'DISK_FULL',
  'DUPLICATE_COLUMN',
  'EMPTY_FILE',
  'FILE_EXISTS',
  'FILE_UNREADABLE',
  'HEADER_ONLY',
  'HOME_LOCKED',
  'HOME_UNUSABLE',
  'LOAD_PURGED',
  'LOAD_RETRACTED',
  'MALFORMED_FILE',
  'MISSING_COLUMN',
  'NOTHING_QUARANTINED',
  'NOTHING_TO_PURGE',
  'NOT_FOUND',
  'SNAPSHOT_SHRUNK',
  'TRUNCATED_ARCHIVE',
  'TYPE_CHANGED',
  'UNKNOWN_CONSTANT',
  'UNKNOWN_FILE',
  'UNKNOWN_LOAD',
  'UNKNOWN_SOURCE',
  'UNSUPPORTED_FORMAT',
  'WRONG_ENCODING',
  'ZEROS_LOST',
] as const;

export type IngestCode = (typeof INGEST_CODES)[number];

/** A refusal told in one sentence: what happened, where, what to do. Never holds a cell's value. */
export class IngestError extends Error {
  readonly code: IngestCode;
  override readonly name = 'IngestError';

  constructor(code: IngestCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}

const list = (names: readonly string[]): string => names.join(', ');

const SHOWN = 10;

/** The first names, and how many more there are. */
const some = (names: readonly string[]): string =>
  names.length > SHOWN
    ? `${list(names.slice(0, SHOWN))} and ${names.length - SHOWN} more`
    : list(names);

export const ambiguousLoad = (prefix: string, matches: readonly string[]): IngestError =>
  new IngestError(
    'AMBIGUOUS_LOAD',
    `${prefix}: ${matches.length} loads begin so, among them ${list(matches.slice(0, 3))}; write more of the id.`,
  );

export const announcedOnly = (file: string, names: readonly string[]): IngestError =>
  new IngestError(
    'CONTROL_TOTAL',
    `${file}: announces ${some(names)}, which did not come with it; deliver the missing files.`,
  );

export const ambiguousSource = (file: string, matches: readonly string[]): IngestError =>
  new IngestError(
    'AMBIGUOUS_SOURCE',
    `${file}: ${list(matches)} match this file equally well; name the source with --source, or make one profile's match more specific.`,
  );

export const archiveUnsafe = (file: string, why: string): IngestError =>
  new IngestError(
    'ARCHIVE_UNSAFE',
    `${file}: ${why}; nothing of it was unpacked. Ask for a clean archive or unpack it yourself.`,
  );

export const badContract = (feed: string, why: string): IngestError =>
  new IngestError(
    'BAD_CONTRACT',
    `contract ${feed}: ${why}; correct ingest/contracts/${feed}.json.`,
  );

export const badItemMap = (file: string, line: number, why: string): IngestError =>
  new IngestError('BAD_ITEM_MAP', `item map ${file}, line ${line}: ${why}; see docs/item-maps.md.`);

export const badProfile = (file: string, why: string): IngestError =>
  new IngestError('BAD_PROFILE', `profile ${file}: ${why}; see ingest/sources/README.md.`);

export const badTime = (given: string): IngestError =>
  new IngestError(
    'BAD_TIME',
    `--received-at ${given}: not a time; write it in ISO 8601, for example 2026-01-31T22:00:00Z.`,
  );

export const notListed = (file: string, by: string): IngestError =>
  new IngestError(
    'CONTROL_TOTAL',
    `${file}: ${by} names every file of its delivery and not this one, which may be an earlier or a partial run; take it away, or deliver it with a list that names it.`,
  );

export const controlTotal = (
  file: string,
  by: string,
  announced: string,
  found: string,
): IngestError =>
  new IngestError(
    'CONTROL_TOTAL',
    `${file}: ${by} announces ${announced}, the file holds ${found}; deliver both again.`,
  );

export const correctionLate = (file: string, corrected: string, later: string): IngestError =>
  new IngestError(
    'CORRECTION_LATE',
    `${file}: load ${later} has since delivered what this corrects in load ${corrected}, and would be undone; correct the newer load instead.`,
  );

export const diskFull = (home: string, cause: unknown): IngestError =>
  new IngestError(
    'DISK_FULL',
    `${home}: the disk is full, or a quota or a limit of file size is reached, so nothing of the file at hand was loaded; free space and ingest the same files again.`,
    { cause },
  );

export const duplicateColumn = (file: string, column: string): IngestError =>
  new IngestError(
    'DUPLICATE_COLUMN',
    `${file}: column ${column} stands twice in the header, so its value is not defined; deliver it once.`,
  );

export const emptyFile = (file: string): IngestError =>
  new IngestError('EMPTY_FILE', `${file}: the file has no bytes; deliver it again.`);

export const fileExists = (path: string): IngestError =>
  new IngestError('FILE_EXISTS', `${path}: is there already; name a new file.`);

export const fileUnreadable = (file: string, cause: unknown): IngestError =>
  new IngestError(
    'FILE_UNREADABLE',
    `${file}: cannot be read; check that it exists and that this user may read it.`,
    { cause },
  );

export const headerOnly = (file: string, feed: string, profile: string): IngestError =>
  new IngestError(
    'HEADER_ONLY',
    `${file}: a header and no rows, which as a snapshot of ${feed} would delete everything; deliver the rows, or set allow_empty in profile ${profile} if an empty snapshot is real.`,
  );

export const feedLocked = (home: string, feed: string, pid: number, host: string): IngestError =>
  new IngestError(
    'HOME_LOCKED',
    `${home}: process ${pid} on ${host} is writing ${feed}; wait for it to end, or end it. Where that machine is gone for good, remove lake/.locks/${feed}.`,
  );

export const homeUnusable = (home: string, cause: unknown): IngestError =>
  new IngestError(
    'HOME_UNUSABLE',
    `${home}: cannot be created or written; choose another with PORTOLAN_HOME or --home.`,
    { cause },
  );

export const loadPurged = (loadId: string, at: string): IngestError =>
  new IngestError(
    'LOAD_PURGED',
    `${loadId}: purged on ${at}, so its rows are no longer there; only its record is left.`,
  );

export const loadRetracted = (loadId: string, at: string, why: string): IngestError =>
  new IngestError(
    'LOAD_RETRACTED',
    `${loadId}: already retracted on ${at} (${why}); to take the file back, ingest it again.`,
  );

export const malformedFile = (file: string, why: string): IngestError =>
  new IngestError(
    'MALFORMED_FILE',
    `${file}: ${why}; correct the file at its source and deliver it again.`,
  );

export const missingColumn = (
  file: string,
  feed: string,
  missing: readonly string[],
  profile: string,
): IngestError =>
  new IngestError(
    'MISSING_COLUMN',
    `${file}: ${feed} requires ${list(missing)}, and the header lacks the column; deliver it, or name its alias or a constant in profile ${profile}.`,
  );

export const nothingQuarantined = (what: string): IngestError =>
  new IngestError(
    'NOTHING_QUARANTINED',
    `${what}: no row is in quarantine; portolan quarantine list shows those that are.`,
  );

export const nothingToPurge = (): IngestError =>
  new IngestError(
    'NOTHING_TO_PURGE',
    'No load is meant that has not been purged; portolan retention plan with the same options shows which are.',
  );

export const notFound = (file: string): IngestError =>
  new IngestError('NOT_FOUND', `${file}: no such file or folder; check the path.`);

export const snapshotShrunk = (
  file: string,
  feed: string,
  rows: { readonly before: number; readonly now: number; readonly limit: number },
  earlier: string,
): IngestError =>
  new IngestError(
    'SNAPSHOT_SHRUNK',
    `${file}: this snapshot of ${feed} holds ${rows.now} rows where load ${earlier} held ${rows.before}, and may lose at most ${Math.round(rows.limit * 100)} % at once, because absent rows count as deleted; deliver it whole, or confirm with --accept-shrink and the reason.`,
  );

export const truncatedArchive = (file: string, cause: unknown): IngestError =>
  new IngestError(
    'TRUNCATED_ARCHIVE',
    `${file}: the compressed data end early or are damaged; nothing was loaded, deliver the whole file again.`,
    { cause },
  );

export const typeChanged = (
  file: string,
  feed: string,
  columns: readonly string[],
  earlier: string,
): IngestError =>
  new IngestError(
    'TYPE_CHANGED',
    `${file}: no value of ${list(columns)} can be read any more as ${feed} asks, and load ${earlier} could read them, so the sender has changed the type; restore it at the source, or declare the new form in the profile.`,
  );

export const unknownConstant = (name: string, known: readonly string[]): IngestError =>
  new IngestError(
    'UNKNOWN_CONSTANT',
    `--set ${name}: no profile declares that constant; declared are ${list(known)}.`,
  );

export const unknownFile = (
  file: string,
  nearest: { profile: string; missing: readonly string[] } | undefined,
): IngestError =>
  new IngestError(
    'UNKNOWN_FILE',
    nearest
      ? `${file}: no profile matches; the nearest is ${nearest.profile}, which ${nearest.missing.length > 0 ? `also needs ${list(nearest.missing)}. Deliver the missing columns` : 'reads files of another name. Rename the file'}, force a profile with --source if it is the same system, or write one (ingest/sources/README.md).`
      : `${file}: no profile matches and none shares a column with it; write a profile (ingest/sources/README.md).`,
  );

export const unknownLoad = (prefix: string): IngestError =>
  new IngestError(
    'UNKNOWN_LOAD',
    `${prefix}: no load begins so; portolan loads list shows those there are.`,
  );

export const unknownSource = (name: string, known: readonly string[]): IngestError =>
  new IngestError('UNKNOWN_SOURCE', `--source ${name}: no such profile; there are ${list(known)}.`);

export const unsupportedFormat = (file: string, what: string): IngestError =>
  new IngestError(
    'UNSUPPORTED_FORMAT',
    `${file}: ${what}; delimited text, JSON, Parquet, XLSX, SAS XPORT and the kinds of XML in docs/samples.md can be loaded, plain, .gz or in a .zip.`,
  );

export const wrongEncoding = (
  file: string,
  encoding: string,
  offset: number,
  line: number,
  profile: string | undefined,
): IngestError => {
  const declare = profile
    ? `, or declare what it is with encoding (for example windows-1252) in profile ${profile}`
    : '';
  return new IngestError(
    'WRONG_ENCODING',
    `${file}: byte ${offset} (line ${line}) is not ${encoding}; export the file as UTF-8${declare}.`,
  );
};

export const holdsNul = (
  file: string,
  offset: number,
  line: number,
  profile: string | undefined,
): IngestError => {
  const declare = profile ? `, or declare encoding utf-16le or utf-16be in profile ${profile}` : '';
  return new IngestError(
    'WRONG_ENCODING',
    `${file}: byte ${offset} (line ${line}) is NUL, which text never holds, so this is UTF-16 without a byte order mark, or no text at all; export the file as UTF-8${declare}.`,
  );
};

export const zerosLost = (
  file: string,
  feed: string,
  column: string,
  ids: number,
  earlier: string,
): IngestError =>
  new IngestError(
    'ZEROS_LOST',
    `${file}: ids in ${column} of ${feed} have lost their leading zeros: load ${earlier} knows ${ids} of them only with zeros, and here none begins with one; export ids as text and deliver again.`,
  );
