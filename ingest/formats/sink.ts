import { PIECE_BYTES, readCsv } from './csv.ts';
import type { Lanes } from './lanes.ts';
import { type LineBuffer, openLineBuffer } from './line-buffer.ts';
import { cell, type TakePiece } from './piece.ts';
import type { PieceFiles } from './piece-files.ts';
import type { RowFault, RowSink } from './reader.ts';

/** One table's rows on their way into pieces. */
interface Draft {
  readonly width: number;
  readonly empty: string;
  readonly take: TakePiece | undefined;
  readonly lines: LineBuffer;
  rows: number;
  /** Rows in pieces that are under way already. */
  before: number;
}

/** A sink that ends: after `end`, every row has been taken. */
export interface PieceSink extends RowSink {
  end(): Promise<void>;
  /** Rows of each table, taken or not. */
  counts(): ReadonlyMap<string, number>;
}

const SPECIAL = /[",\n\r]/;

const quoted = (value: string): string =>
  SPECIAL.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Leading line of a draft's columns: fault and the cells of a faulty row come first. */
const HEAD = ['_fault', '_cells'] as const;

/** Bytes that the tables of one file hold together before the largest becomes a piece. */
const HELD_BYTES = 1.5 * PIECE_BYTES;

/**
 * Writes rows as pieces of CSV, each of at most about `PIECE_BYTES`, and hands them to the takers of their tables as lanes
 * come free. Rows of a table without a taker are only counted.
 */
export const openPieceSink = (
  tables: readonly { readonly name: string; readonly width: number; readonly take?: TakePiece }[],
  files: PieceFiles,
  lanes: Lanes,
): PieceSink => {
  const drafts = new Map<string, Draft>(
    tables.map(({ name, width, take }) => [
      name,
      {
        width,
        empty: ','.repeat(Math.max(0, width - 1)),
        take,
        lines: openLineBuffer(),
        rows: 0,
        before: 0,
      },
    ]),
  );
  let held = 0;

  const draftOf = (table: string): Draft => {
    const draft = drafts.get(table);
    if (!draft) throw new Error(`no table ${table} was announced`);
    return draft;
  };

  const append = (draft: Draft, line: string): void => {
    draft.rows += 1;
    if (!draft.take) return;
    held -= draft.lines.length;
    draft.lines.add(line);
    held += draft.lines.length;
    if (draft.lines.length >= PIECE_BYTES) full = true;
  };
  let full = false;

  const hand = async (draft: Draft): Promise<void> => {
    const { take, lines, before } = draft;
    if (!take || lines.length === 0) return;
    const rows = draft.rows - before;
    draft.before = draft.rows;
    const names = [...HEAD, ...Array.from({ length: draft.width }, (_, index) => cell(index))];
    await lanes.room();
    const path = await files.write([lines.bytes()]);
    const from = readCsv(path, names, ',', lines.longest);
    held -= lines.length;
    lines.clear();
    await lanes.add(async () => {
      const relation = `SELECT ${before}::BIGINT + row_number() OVER () AS _row, * FROM ${from}`;
      await take({ relation, blanks: 'any', rows });
      files.giveBack(path);
    });
  };

  const largest = (): Draft | undefined => {
    let found: Draft | undefined;
    for (const draft of drafts.values()) {
      if (draft.lines.length > (found?.lines.length ?? 0)) found = draft;
    }
    return found;
  };

  const handLargest = async (): Promise<void> => {
    full = false;
    const draft = largest();
    if (draft) await hand(draft);
  };

  return {
    takes: (table) => draftOf(table).take !== undefined,
    write: (table, cells) => {
      const draft = draftOf(table);
      if (!draft.take) {
        draft.rows += 1;
        return;
      }
      let line = ',';
      for (let index = 0; index < draft.width; index += 1) {
        const value = cells[index];
        line += value ? `,${quoted(value)}` : ',';
      }
      append(draft, line);
    },
    refuse: (table, fault: RowFault, raw) => {
      const draft = draftOf(table);
      append(draft, `${fault},${quoted(raw)},${draft.empty}`);
    },
    room: () => (full || held >= HELD_BYTES ? handLargest() : undefined),
    end: async () => {
      for (const draft of drafts.values()) await hand(draft);
      await lanes.drain();
    },
    counts: () => new Map([...drafts].map(([name, { rows }]) => [name, rows])),
  };
};
