import type { Mode } from '../contract.ts';

/** How cells are read; a file's entry replaces what its profile says. */
export interface Reading {
  readonly encoding?: string;
  /** Name of the page of an archive whose `charset` is the encoding of the files beside it. */
  readonly encoding_from?: string;
  readonly delimiter?: string;
  readonly null_words?: readonly string[];
  readonly decimal_mark?: '.' | ',';
  readonly grouping?: string;
  readonly date_formats?: readonly string[];
  readonly time_zone?: string;
  /** Column that says when a row was last changed: of rows with one key the newest is kept. */
  readonly modified?: string;
  readonly constants?: Readonly<Record<string, string>>;
}

/** Where a canonical column's value comes from and how its words are translated. */
export interface ColumnSource {
  readonly from?: string | readonly string[];
  readonly join?: readonly string[];
  readonly separator?: string;
  readonly values?: Readonly<Record<string, string>>;
  readonly otherwise?: string;
  /** Words that `values` neither lists nor gives refuse their rows. */
  readonly refuse_others?: true;
  readonly null_words?: readonly string[];
  readonly date_formats?: readonly string[];
  readonly constant?: string;
  /** A pattern with one group: what it finds in the file's name, with the archive that it came in, is every row's value. */
  readonly file?: string;
  readonly content_id?: true;
  /** Letter case of the value, for codes that systems write in either. */
  readonly case?: 'upper' | 'lower';
  /** Another column says whether an unsigned number is negative; a word in neither list refuses the number. */
  readonly sign?: {
    readonly from: string;
    readonly negative: readonly string[];
    readonly positive: readonly string[];
  };
  /** Another column's word says by how many places the decimal point moves to the right; unlisted words move nothing. */
  readonly shift?: { readonly from: string; readonly places: Readonly<Record<string, number>> };
  /** Time stamps are UTC where they say no offset; another column names the zone in which each is a day. */
  readonly utc_to?: { readonly from: string; readonly values?: Readonly<Record<string, string>> };
}

/** A row is meant where its column holds one of `values`, or none of `not`. */
export interface RowCondition {
  readonly from: string;
  readonly values?: readonly string[];
  readonly not?: readonly string[];
}

/** The canonical columns by which every row of a file deletes; none where rows say more than that. */
export const deletedBy = ({ delete: signal }: FeedMapping): readonly string[] =>
  signal && 'by' in signal ? signal.by : [];

/** The column whose words tell deleted rows, and those words. */
export const deletedWhere = ({
  delete: signal,
}: FeedMapping): { readonly from: string; readonly values: readonly string[] } | undefined =>
  signal && 'from' in signal ? signal : undefined;

/** How deliveries of a feed relate to each other; what only deletes is a change. */
export const modeOf = (feed: FeedMapping, usual: Mode): Mode =>
  feed.mode ?? (deletedBy(feed).length > 0 ? 'delta' : usual);

export interface Unpivot {
  readonly columns: string;
  readonly name: string;
  readonly value: string;
}

/** Which rows are deleted: those whose column holds one of some words, or those that a file of deletes names. */
export type DeleteSignal =
  | { readonly from: string; readonly values: readonly string[] }
  | {
      /** Every row deletes: what its source says by these canonical columns, the only ones that are read. */
      readonly by: readonly string[];
    };

export interface FeedMapping {
  readonly feed: string;
  readonly source?: string;
  readonly mode?: Mode;
  readonly scope?: readonly string[];
  readonly require?: readonly string[];
  readonly allow_empty?: boolean;
  readonly delete?: DeleteSignal;
  /** Only rows that meet all of these. */
  readonly where?: readonly RowCondition[];
  readonly unpivot?: Unpivot;
  readonly columns?: Readonly<Record<string, string | ColumnSource>>;
}

/** What a file, or a table of a structured file, must be for an entry to read it; all that is given must hold. */
export interface Match {
  readonly file?: string;
  readonly columns?: readonly string[];
  /** Columns that the header must lack: what tells a table from a richer one of the same names. */
  readonly without?: readonly string[];
  readonly format?: string;
  readonly table?: string;
  /** Traits that the file must have, each one of the given values. */
  readonly traits?: Readonly<Record<string, string | readonly string[]>>;
}

/** Where a control file says what of the other files of its folder or archive. */
export interface Control {
  /** Column with the name of the file that a row speaks of. */
  readonly file: string;
  readonly rows?: string;
  readonly sha256?: string;
  readonly encoding?: string;
  /** Whether it names every file of its delivery: others that this profile reads are refused. */
  readonly is_complete?: true;
  /** A JSON file's member that lists the files; the other names are then members of its elements. */
  readonly list?: string;
}

export interface FileMapping {
  readonly name: string;
  readonly profile: string;
  readonly source: string;
  readonly match: Match;
  readonly ignore?: string;
  readonly control?: Control;
  readonly drop: readonly string[];
  readonly keep: readonly string[];
  readonly reading: Reading;
  readonly feeds: readonly FeedMapping[];
}

/** One delivering system: which of its files feed what. */
export interface Profile {
  readonly profile: string;
  readonly source: string;
  readonly description: string;
  readonly files: readonly FileMapping[];
}

/** Names compare without case and outer spaces. */
export const sameName = (left: string, right: string): boolean => nameKey(left) === nameKey(right);

export const nameKey = (name: string): string => name.trim().toLowerCase();
