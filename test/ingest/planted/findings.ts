import { readdir, readFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { Fault } from '../../../fixtures/index.ts';
import type { Handling } from '../../../fixtures/truth/handling.ts';
import { lastingName } from '../../../ingest/drift.ts';
import { ingest } from '../../../ingest/index.ts';
import type { FileOutcome } from '../../../ingest/summary.ts';

/** A fault as `truth/faults.json` has it. */
export type TrueFault = Fault & { readonly handling: Handling };

/** Something that ingest says of a file: the code or the rule, or what kind of change it tells. */
export interface Finding {
  readonly day: string;
  readonly system: string;
  readonly sign: string;
  readonly message: string;
}

/** What is said of files in which nothing is wrong. */
const ORDINARY = [
  / already loaded into /,
  /: dropped /,
  / takes \w+ .* for every row, /,
  /: ignored /,
  /: ignored, /,
  / rows are of no feed of profile /,
  / holds what load .* had replaced, /,
];

const SIGNS: readonly (readonly [RegExp, string])[] = [
  [/ new since load /, 'new_column'],
  [/ no longer delivered since load /, 'missing_column'],
  [/ written in another way than load /, 'written_otherwise'],
  [/ announces the encoding /, 'other_encoding'],
  [/ letters were encoded twice /, 'encoded_twice'],
];

const signOf = (message: string): string | undefined => {
  if (ORDINARY.some((one) => one.test(message))) return undefined;
  const rule = /\(rule (\w+)\)/.exec(message)?.[1];
  return rule ?? SIGNS.find(([pattern]) => pattern.test(message))?.[1] ?? 'unknown';
};

const findingsOf = (day: string, system: string, outcome: FileOutcome): readonly Finding[] =>
  outcome.messages.flatMap((message) => {
    const sign = outcome.code ?? signOf(message);
    return sign === undefined ? [] : [{ day, system, sign, message }];
  });

const foldersIn = async (folder: string): Promise<readonly string[]> =>
  (await readdir(folder).catch((): string[] => [])).sort();

/** Loads a portfolio as it was delivered, day after day and system after system, and tells what ingest found. */
export const loadPortfolio = async (
  root: string,
  home: string,
): Promise<{ readonly findings: readonly Finding[]; readonly files: number }> => {
  const findings: Finding[] = [];
  let files = 0;
  const load = async (day: string, system: string, path: string): Promise<void> => {
    const summary = await ingest({ home, paths: [path] });
    files += summary.files.length;
    findings.push(...summary.files.flatMap((outcome) => findingsOf(day, system, outcome)));
  };
  for (const day of await foldersIn(join(root, 'native')))
    for (const part of ['deliveries', 'native'])
      for (const system of await foldersIn(join(root, part, day)))
        await load(day, system, join(root, part, day, system));
  for (const name of await foldersIn(join(root, 'bad')))
    await load('', 'bad', join(root, 'bad', name));
  return { findings, files };
};

export const faultsIn = async (root: string): Promise<readonly TrueFault[]> =>
  JSON.parse(await readFile(join(root, 'truth', 'faults.json'), 'utf8'));

/** By which code, rule or remark a fault is found that a file shows by itself. */
const SIGN_OF: Readonly<Record<string, string>> = {
  ambiguous_date_order: 'TYPE_CHANGED',
  changed_column_type: 'TYPE_CHANGED',
  checksum_mismatch: 'CONTROL_TOTAL',
  dataset_record_count_mismatch: 'MALFORMED_FILE',
  drifted_column: 'new_column',
  duplicate_record_id: 'duplicate_key',
  duplicate_row: 'duplicate_key',
  duplicated_header: 'repeated_header',
  external_entity_xml: 'MALFORMED_FILE',
  extract_version_jump: 'new_column',
  half_written_zip: 'TRUNCATED_ARCHIVE',
  header_only_file: 'HEADER_ONLY',
  header_only_native: 'CONTROL_TOTAL',
  impossible_date: 'invalid_date',
  leading_zero_lost: 'ZEROS_LOST',
  localised_status_word: 'invalid_word',
  manifest_count_mismatch: 'CONTROL_TOTAL',
  manifest_hash_mismatch: 'CONTROL_TOTAL',
  mojibake_text: 'encoded_twice',
  new_column: 'new_column',
  non_utf8_prolog: 'written_otherwise',
  ragged_row: 'ragged_row',
  ragged_row_native: 'ragged_row',
  scientific_notation_id: 'TYPE_CHANGED',
  shrunk_snapshot: 'SNAPSHOT_SHRUNK',
  thousand_separator_amount: 'TYPE_CHANGED',
  trailing_delimiter_column: 'new_column',
  truncated_xml: 'MALFORMED_FILE',
  tsv_named_csv: 'written_otherwise',
  two_files_for_one_day: 'CONTROL_TOTAL',
  unblinding_column_in_blinded_feed: 'new_column',
  unescaped_quote: 'malformed_row',
  utf16_big_endian_file: 'written_otherwise',
  windows_1252_undeclared: 'other_encoding',
  zip_path_traversal: 'ARCHIVE_UNSAFE',
};

/** Further signs that a fault gives: a renamed column is also missed, a file in another encoding than announced is written otherwise. */
const ALSO: Readonly<Record<string, readonly string[]>> = {
  drifted_column: ['missing_column'],
  utf16_big_endian_file: ['other_encoding'],
};

/** Whether ingest itself is to find a fault: refuse what holds it, or take it and tell. Truth says so. */
export const isForIngest = ({ handling }: TrueFault): boolean =>
  handling === 'refused' || handling === 'told';

const placeOf = ({ place }: TrueFault): { day: string; system: string; file: string } => {
  const path = String(place.file);
  const [, day = '', system = ''] = path.split('/');
  return path.startsWith('bad/')
    ? { day: '', system: 'bad', file: basename(path) }
    : { day, system, file: basename(path) };
};

const isBySign = (fault: TrueFault, { sign }: Finding): boolean =>
  sign === SIGN_OF[fault.kind] || (ALSO[fault.kind] ?? []).includes(sign);

/** Whether a finding speaks of the fault: by its rule, on its day, of its system, naming its file and the member of an archive. */
export const isFoundBy = (fault: TrueFault, finding: Finding): boolean => {
  const { day, system, file } = placeOf(fault);
  const { member } = fault.place;
  return (
    isBySign(fault, finding) &&
    finding.day === day &&
    finding.system === system &&
    finding.message.includes(file) &&
    (member === undefined || finding.message.includes(`${file}/${member}`))
  );
};

/**
 * Whether a finding comes of a fault: it speaks of it, or tells the same news of another file of that archive, also days later,
 * where the first one was refused for another fault.
 */
export const comesOf = (fault: TrueFault, finding: Finding): boolean => {
  if (isFoundBy(fault, finding)) return true;
  const { day, system, file } = placeOf(fault);
  const label = finding.message.slice(0, finding.message.indexOf(': '));
  return (
    fault.kind === 'extract_version_jump' &&
    isBySign(fault, finding) &&
    finding.day >= day &&
    finding.system === system &&
    lastingName(dirname(label)) === lastingName(file)
  );
};

/** What is missing and what is too much, one line each. */
export const compared = (
  faults: readonly TrueFault[],
  findings: readonly Finding[],
): { readonly missed: readonly string[]; readonly falseAlarms: readonly string[] } => {
  const planted = faults.filter(isForIngest);
  return {
    missed: planted
      .filter((fault) => !findings.some((finding) => isFoundBy(fault, finding)))
      .map(({ kind, place }) => `${kind} in ${place.file} ${place.member ?? ''}`.trim()),
    falseAlarms: findings
      .filter((finding) => !planted.some((fault) => comesOf(fault, finding)))
      .map(({ day, system, sign, message }) => `${day} ${system} ${sign}: ${message}`),
  };
};
