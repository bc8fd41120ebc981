/** What became of one feed of one delivered file, or of the file where it was refused or ignored as a whole. */
export interface FileOutcome {
  /** The file as delivered; an entry of a zip is `archive.zip/entry.csv`. */
  readonly file: string;
  readonly outcome: 'loaded' | 'already_loaded' | 'partly_loaded' | 'refused' | 'ignored';
  readonly feed?: string;
  readonly profile?: string;
  readonly load_id?: string;
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_rejected: number;
  /** One sentence each: file, row, column, rule, what to do. Never a value. */
  readonly messages: readonly string[];
  /** Code of a refusal, for machines. */
  readonly code?: string;
}

/** What one call of `ingest` did, file by file in the order of delivery; rows counted over loads made by this call. */
export interface IngestSummary {
  readonly files: readonly FileOutcome[];
  readonly rows_read: number;
  readonly rows_accepted: number;
  readonly rows_rejected: number;
  readonly seconds: number;
}

/** Progress: a file begun (`index` of `total` delivered files, from 1), or an outcome reached. */
export type IngestEvent =
  | {
      readonly type: 'file';
      readonly file: string;
      readonly index: number;
      readonly total: number;
    }
  | { readonly type: 'outcome'; readonly outcome: FileOutcome };

const isMade = (file: FileOutcome): boolean => file.outcome !== 'already_loaded';

const sum = (files: readonly FileOutcome[], count: (file: FileOutcome) => number): number =>
  files.filter(isMade).reduce((total, file) => total + count(file), 0);

export const summarise = (files: readonly FileOutcome[], seconds: number): IngestSummary => ({
  files,
  rows_read: sum(files, (file) => file.rows_read),
  rows_accepted: sum(files, (file) => file.rows_accepted),
  rows_rejected: sum(files, (file) => file.rows_rejected),
  seconds,
});
