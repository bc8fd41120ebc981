import { copyFileSync, renameSync } from 'node:fs';
import type { Lanes } from '../lanes.ts';
import { type LineBuffer, openLineBuffer } from './line-buffer.ts';
import type { Blanks, TakePiece } from './piece.ts';
import type { PieceFiles } from './piece-files.ts';
import type { IsWanted, RowFault, RowSink } from './reader.ts';
import { rowsIn } from './row-file.ts';

/** One table's rows on their way into pieces. */
interface Draft {
  readonly width: number;
  readonly empty: string;
  readonly take: TakePiece | undefined;
  readonly isWanted: IsWanted | undefined;
  readonly lines: LineBuffer;
  /** Rows of the table, and those of them that nobody wants. */
  rows: number;
  unwanted: number;
  /** Rows that stand in the lines, and what outer blanks they have. */
  held: number;
  blanks: Blanks;
}

/** Rows of a table, taken or not, and those of them that were left out because no feed wants them. */
export interface RowCount {
  readonly rows: number;
  readonly unwanted: number;
}

/** A table whose rows somebody takes, or only counts. */
export interface SinkTable {
  readonly name: string;
  readonly width: number;
  readonly take?: TakePiece;
  readonly isWanted?: IsWanted | undefined;
}

/** A sink that ends: after `end`, every row has been taken. */
export interface PieceSink extends RowSink {
  end(): Promise<void>;
  counts(): ReadonlyMap<string, RowCount>;
}

const SPECIAL = /[",\n\r]/;

const isBlank = (code: number): boolean => code <= 32 || code === 160;

const hasOuterBlank = (value: string): boolean =>
  isBlank(value.charCodeAt(0)) || isBlank(value.charCodeAt(value.length - 1));

const quoted = (value: string): string =>
  SPECIAL.test(value) ? `"${value.replaceAll('"', '""')}"` : value;

/** Bytes of one table that become a piece, and of all tables of a file before the largest becomes one. */
const PIECE_BYTES = 4 * 2 ** 20;
const HELD_BYTES = 1.5 * PIECE_BYTES;

/**
 * Writes rows as pieces of CSV, each of at most about `PIECE_BYTES`, and hands them to the takers of their tables as lanes
 * come free. Rows of a table without a taker are only counted.
 */
export const openPieceSink = (
  tables: readonly SinkTable[],
  files: PieceFiles,
  lanes: Lanes,
): PieceSink => {
  const free: Buffer[] = [];
  const drafts = new Map<string, Draft>(
    tables.map(({ name, width, take, isWanted }) => [
      name,
      {
        width,
        empty: ','.repeat(Math.max(0, width - 1)),
        take,
        isWanted,
        lines: openLineBuffer(free),
        rows: 0,
        unwanted: 0,
        held: 0,
        blanks: 'none',
      },
    ]),
  );
  /** Bytes in the lines of all tables, and whether those of one are a piece. */
  let held = 0;
  let isFull = false;

  const draftOf = (table: string): Draft => {
    const draft = drafts.get(table);
    if (!draft) throw new Error(`no table ${table} was announced`);
    return draft;
  };

  const append = (draft: Draft, line: string): void => {
    draft.held += 1;
    held -= draft.lines.length;
    draft.lines.add(line);
    held += draft.lines.length;
    if (draft.lines.length >= PIECE_BYTES) isFull = true;
  };

  const hand = async (draft: Draft): Promise<void> => {
    const { take, lines, blanks, held: rows } = draft;
    if (!take || rows === 0) return;
    draft.held = 0;
    draft.blanks = 'none';
    const isSifted = draft.isWanted !== undefined;
    await lanes.room();
    const path = await files.write(lines.bytes());
    const file = { path, width: draft.width, longest: lines.longest };
    let stands = path;
    const moveTo = (target: string): void => {
      if (stands === path) renameSync(path, target);
      else copyFileSync(stands, target);
      stands = target;
    };
    held -= lines.length;
    lines.clear();
    await lanes.add(async () => {
      await take({ relation: rowsIn(file), blanks, rows, isSifted, file: { ...file, moveTo } });
      if (stands === path) files.giveBack(path);
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
    isFull = false;
    const draft = largest();
    if (draft) await hand(draft);
  };

  return {
    takes: (table) => draftOf(table).take !== undefined,
    write: (table, cells) => {
      const draft = draftOf(table);
      draft.rows += 1;
      if (!draft.take) return;
      if (draft.isWanted?.(cells) === false) {
        draft.unwanted += 1;
        return;
      }
      // V8 caches the strings of String(number), so that each would live long enough to be old.
      let line = `${draft.rows.toFixed()},,`;
      for (let index = 0; index < draft.width; index += 1) {
        const value = cells[index];
        line += value ? `,${quoted(value)}` : ',';
        if (value && hasOuterBlank(value)) draft.blanks = 'any';
      }
      append(draft, line);
    },
    refuse: (table, fault: RowFault, raw) => {
      const draft = draftOf(table);
      draft.rows += 1;
      if (draft.take) append(draft, `${draft.rows},${fault},${quoted(raw)},${draft.empty}`);
    },
    room: () => (isFull || held >= HELD_BYTES ? handLargest() : undefined),
    end: async () => {
      for (const draft of drafts.values()) await hand(draft);
      await lanes.drain();
    },
    counts: () =>
      new Map([...drafts].map(([name, { rows, unwanted }]) => [name, { rows, unwanted }])),
  };
};
