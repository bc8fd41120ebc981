import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, identifier, text } from '../engine.ts';
import type { Piece } from '../formats/piece.ts';
import { canonicalSql } from './canonical.ts';
import {
  duplicateReason,
  findDuplicates,
  hasRepeatedKey,
  identifiesByContent,
  isKeyed,
  runsWithin,
  withoutDuplicates,
} from './duplicates.ts';
import { type Lineage, landing, lineageOf } from './landing.ts';
import { idColumns, isZeroLed } from './leading-zeros.ts';
import { readParquet, rewriteParquet, writeParquet } from './parquet-file.ts';
import { mayBePlain, plainSql, proofSql } from './plain.ts';
import type { Plan } from './plan.ts';
import { joinRejected, type Refusal, refusalsIn, rejectedRows } from './refusals.ts';
import { openRise, type Way } from './rise.ts';

export interface Written {
  readonly read: number;
  readonly accepted: number;
  readonly rejected: number;
  readonly refusals: readonly Refusal[];
  /** Accepted rows by scope of a snapshot. */
  readonly scopes?: Readonly<Record<string, number>>;
  /** Identifier columns in which an accepted value is led by a zero. */
  readonly zeroLed: readonly string[];
}

/** Delivers the pieces of a table once more. */
export type DeliverAgain = (write: (piece: Piece) => Promise<void>) => Promise<void>;

/**
 * Writes one feed of one table into `folder`, piece by piece: `part-<n>.parquet`, and `rejected.parquet` where rows were
 * refused. Memory does not grow with the file.
 */
export interface FeedWriter {
  write(piece: Piece): Promise<void>;
  /** Forgets all pieces, to be written again. */
  reset(): Promise<void>;
  /**
   * Sets later rows of a key aside and closes the files. `again` delivers the same pieces once more, for what was delivered
   * in rows that only now turn out to be duplicates.
   */
  finish(again: DeliverAgain): Promise<Written>;
}

/** Opens the writer of one load; `folder` is its own. */
export type OpenWriter = (plan: Plan, lineage: Lineage, folder: string) => FeedWriter;

const count = async (engine: Engine, from: string): Promise<number> => {
  const [row] = await engine.rows(`SELECT count(*)::BIGINT AS n FROM ${from}`);
  return Number(row?.n ?? 0);
};

/** Accepted rows by scope, sorted, of a snapshot. */
const scopesIn = async (engine: Engine, parts: string): Promise<Record<string, number>> => {
  const rows = await engine.rows(
    `SELECT _scope, count(*)::BIGINT AS n FROM ${parts} GROUP BY _scope ORDER BY _scope`,
  );
  return Object.fromEntries(rows.map((row) => [String(row._scope), Number(row.n)]));
};

const zeroLedIn = async (engine: Engine, plan: Plan, parts: string): Promise<readonly string[]> => {
  const ids = idColumns(plan);
  if (ids.length === 0) return [];
  const tests = ids.map((name) => `EXISTS (SELECT 1 FROM ${parts} WHERE ${isZeroLed(name)})`);
  const [row] = await engine.rows(
    `SELECT ${tests.map((test, at) => `${test} AS z${at}`).join(', ')}`,
  );
  return ids.filter((_, at) => row?.[`z${at}`] === true);
};

/** A piece did not hold the rows that were counted in it: it was split in another way than the engine splits it. */
export class PieceMismatch extends Error {
  override readonly name = 'PieceMismatch';
}

/** Rows of a piece for which a second statement that looks at what was written costs nothing. */
const MANY_ROWS = 10_000;

/** The writers of loads that an engine writes one by one. */
export const openWriterOn =
  (engine: Engine): OpenWriter =>
  (plan, lineage, folder) => {
    /** In the order of their rows. */
    let parts: string[] = [];
    let quarantines: string[] = [];
    let read = 0;
    let made = 0;
    let unproven = 0;
    let rise = openRise(plan);
    const free: Engine[] = [];

    const onConnection = async <T>(work: (connection: Engine) => Promise<T>): Promise<T> => {
      const connection = free.pop() ?? (await engine.fork());
      try {
        return await work(connection);
      } finally {
        free.push(connection);
      }
    };

    const setRefusedAside = async (
      connection: Engine,
      piece: Piece,
      number: number,
      part: string,
    ): Promise<void> => {
      if ((await count(connection, `${readParquet([part])} WHERE _row < 0`)) === 0) return;
      const quarantine = join(folder, `rejected-${number}.parquet`);
      const raw = canonicalSql(plan, piece.relation, piece.blanks, true);
      quarantines.push(quarantine);
      await writeParquet(connection, rejectedRows(plan.contract, raw), quarantine);
      await rewriteParquet(connection, `SELECT * FROM ${readParquet([part])} WHERE _row > 0`, part);
    };

    const landingOf = (rows: string): string => landing(plan, lineageOf(lineage), rows);

    const writeChecked = (
      connection: Engine,
      { relation, blanks }: Piece,
      part: string,
    ): Promise<number> =>
      writeParquet(connection, landingOf(canonicalSql(plan, relation, blanks)), part);

    /** Writes a piece as if its cleaned rows were canonical and their keys rose that way; gives their number if so. */
    const writePlain = async (
      connection: Engine,
      piece: Piece,
      part: string,
      way: Way | undefined,
    ): Promise<number | undefined> => {
      const rows = plainSql(plan, piece, way?.sql);
      const written = await writeParquet(connection, landingOf(rows), part);
      const [proof] = await connection.rows(proofSql(plan, piece, readParquet([part])));
      if (proof?.is_proven === true) return written;
      unproven += 1;
      return undefined;
    };

    const writePiece = async (connection: Engine, piece: Piece): Promise<void> => {
      const number = made++;
      const part = join(folder, `part-${number}.parquet`);
      parts[number] = part;
      const isHopeful = piece.rows >= MANY_ROWS && unproven <= number / 4 && mayBePlain(plan);
      const way = isHopeful && isKeyed(plan) ? rise.way() : undefined;
      const proven = isHopeful ? await writePlain(connection, piece, part, way) : undefined;
      const written = proven ?? (await writeChecked(connection, piece, part));
      if (!plan.feed.unpivot && plan.where.length === 0 && written !== piece.rows) {
        throw new PieceMismatch(`${written} rows in a piece of ${piece.rows}`);
      }
      read += written;
      if (proven === undefined) await setRefusedAside(connection, piece, number, part);
      if (!isKeyed(plan)) return;
      const known = proven === undefined ? undefined : way;
      await rise.see(connection, number, readParquet([part]), known);
    };

    const setDuplicatesAside = async (again: DeliverAgain): Promise<void> => {
      if (!isKeyed(plan) || parts.length === 0 || rise.holds()) return;
      const places = readParquet(parts, ', filename = true, file_row_number = true');
      if (!(await engine.alone(() => hasRepeatedKey(engine, plan, places)))) return;
      await findDuplicates(engine, plan, places, parts);
      for (const { part } of await engine.rows('SELECT DISTINCT part FROM duplicates')) {
        const file = parts[Number(part)];
        if (file) await rewriteParquet(engine, withoutDuplicates(plan, file, Number(part)), file);
      }
      if (identifiesByContent(plan)) return;
      const key = ['_row', ...plan.contract.key.map(identifier)].join(', ');
      await again((piece) =>
        onConnection(async (connection) => {
          for (const run of await runsWithin(connection, piece)) {
            const path = join(folder, `rejected-${made++}.parquet`);
            const rows = `SELECT * FROM (${piece.relation}) WHERE ${run}`;
            const raw = canonicalSql(plan, rows, piece.blanks, true);
            const same = `SELECT _row, 'duplicate_key' AS rule, ${text(plan.contract.key.join(', '))} AS "column", ${duplicateReason} AS reason, _raw AS raw FROM (${raw}) JOIN (SELECT * FROM duplicates WHERE ${run}) AS duplicates USING (${key}) ORDER BY _row`;
            if ((await writeParquet(connection, same, path)) > 0) quarantines.push(path);
            else await rm(path);
          }
        }),
      );
    };

    const clear = async (): Promise<void> => {
      for (const file of [...parts, ...quarantines]) await rm(file, { force: true });
      parts = [];
      quarantines = [];
      read = 0;
      made = 0;
      unproven = 0;
      rise = openRise(plan);
    };

    return {
      write: (piece) => onConnection((connection) => writePiece(connection, piece)),
      reset: clear,
      finish: async (again) => {
        await setDuplicatesAside(again);
        if (parts.length === 0) {
          const part = join(folder, 'part-0.parquet');
          const none = `SELECT NULL::BIGINT AS _row, NULL::VARCHAR AS _fault, NULL::VARCHAR AS _cells${plan.header.map((one) => `, NULL::VARCHAR AS ${one.cell}`).join('')} WHERE false`;
          await writeParquet(engine, landingOf(canonicalSql(plan, none, 'any')), part);
          parts.push(part);
        }
        const accepted = await count(engine, readParquet(parts));
        let refusals: readonly Refusal[] = [];
        if (quarantines.length > 0) {
          const rejected = join(folder, 'rejected.parquet');
          await joinRejected(engine, quarantines, rejected);
          refusals = await refusalsIn(engine, plan.contract, rejected);
        }
        const rejected = refusals.reduce((sum, refusal) => sum + refusal.rows, 0);
        if (read !== accepted + rejected) {
          throw new Error(
            `${plan.label}: ${read} rows read, ${accepted} accepted, ${rejected} rejected`,
          );
        }
        const landed = readParquet(parts);
        return {
          read,
          accepted,
          rejected,
          refusals,
          ...(plan.mode === 'snapshot' ? { scopes: await scopesIn(engine, landed) } : {}),
          zeroLed: await zeroLedIn(engine, plan, landed),
        };
      },
    };
  };
