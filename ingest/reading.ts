import type { Claim } from './claim.ts';
import { type ControlTotal, checkListed, encodingSentences } from './control.ts';
import { checkDelivered, type ReadTable } from './counted.ts';
import type { Engine } from './engine.ts';
import { IngestError } from './errors.ts';
import type { OpenFile, OpenTable, ReadFile, Taker } from './formats/open.ts';
import type { Piece } from './formats/piece.ts';
import type { FinishedLoad } from './load.ts';
import { strayRowsSentence, twiceEncodedSentence } from './message.ts';
import type { FileOutcome } from './summary.ts';
import { ignored } from './unloaded.ts';

/** Rows of a table that were delivered, and those of them that no feed took. */
interface Tally {
  rows: number;
  strays: number;
}

/** A file whose claimed tables have been delivered to the loads that take them. */
export interface Reading {
  readonly read: ReadFile;
  readonly isByRow: boolean;
  readonly tallies: ReadonlyMap<Claim, Readonly<Tally>>;
}

const takersOf = (
  claims: readonly Claim[],
  tallies: ReadonlyMap<Claim, Tally>,
): ReadonlyMap<OpenTable, Taker> =>
  new Map(
    claims.map((one) => [
      one.table,
      {
        mapping: one.mapping,
        isWanted: one.isWanted,
        take: async (piece: Piece) => {
          for (const { load, shape } of one.loads) await load.write(shape.shape(piece));
          const tally = tallies.get(one);
          if (!tally) return;
          tally.rows += piece.rows;
          tally.strays += await one.strays(piece);
        },
      },
    ]),
  );

/** Delivers the claimed tables to their loads, row by row where the file allows that and is asked to. */
export const readOnce = async (
  open: OpenFile,
  claims: readonly Claim[],
  isByRow: boolean,
): Promise<Reading> => {
  const tallies = new Map(claims.map((one) => [one, { rows: 0, strays: 0 }]));
  return { read: await open.deliver(takersOf(claims, tallies), isByRow), isByRow, tallies };
};

/** Whether a fault may come of splitting the file in bulk, so that reading it row by row may do better. */
const isOfBulk = (error: unknown): boolean => !(error instanceof IngestError);

/** Reads the claimed tables into their loads, in bulk where the engine can split the file, else row by row. */
export const readInto = async (open: OpenFile, claims: readonly Claim[]): Promise<Reading> => {
  try {
    return await readOnce(open, claims, false);
  } catch (error) {
    if (!open.canReadByRow || !isOfBulk(error)) throw error;
    for (const { loads } of claims) for (const { load } of loads) await load.reset();
    return readOnce(open, claims, true);
  }
};

/** What a read file's loads are checked against and end in. */
export interface Place {
  readonly open: OpenFile;
  readonly control: ControlTotal | undefined;
}

/** Closes the loads of a file that has been read, checks all of them, and only then commits them. */
export const finishAll = async (
  engine: Engine,
  { open, control }: Place,
  claims: readonly Claim[],
  { read, isByRow, tallies }: Reading,
): Promise<readonly FileOutcome[]> => {
  const written: (() => Promise<readonly FileOutcome[]>)[] = [];
  for (const one of claims) {
    const tally = tallies.get(one) ?? { rows: 0, strays: 0 };
    const { rows: delivered, unwanted } = read.counts?.get(one.table.seen.table) ?? {
      rows: tally.rows,
      unwanted: 0,
    };
    const strays = tally.strays + unwanted;
    const isEmptyTable = one.table.seen.table !== '' && delivered === 0;
    written.push(async () => one.done);
    if (isEmptyTable) continue;
    const place: ReadTable = [one.table, one.mapping];
    const controlRows = await checkDelivered(engine, open, place, isByRow, control, delivered);
    const finished: FinishedLoad[] = [];
    const { label } = one.delivery;
    for (const { load, shape } of one.loads) {
      const again = async (write: (piece: Piece) => Promise<void>): Promise<void> => {
        const take = (piece: Piece): Promise<void> => write(shape.shape(piece));
        await open.deliver(new Map([[one.table, { mapping: one.mapping, take }]]), isByRow);
      };
      finished.push(
        await load.finish({
          encoding: read.encoding,
          ...(read.delimiter === undefined ? {} : { delimiter: read.delimiter }),
          again,
          remarks:
            finished.length > 0
              ? []
              : [
                  ...encodingSentences(label, control, read.encoding),
                  ...(read.isTwiceEncoded ? [twiceEncodedSentence(label)] : []),
                ],
          ...(controlRows === undefined ? {} : { controlRows }),
        }),
      );
    }
    written.push(async () => {
      const outcomes: FileOutcome[] = [];
      for (const load of finished) outcomes.push(await load.commit());
      if (strays > 0) {
        const sentence = strayRowsSentence(label, strays, delivered, one.mapping.profile);
        outcomes.push(ignored(label, sentence, one.mapping.profile));
      }
      return outcomes;
    });
  }
  const [first] = claims;
  if (first) checkListed(first.delivery.label, control, [first.mapping]);
  const outcomes: FileOutcome[] = [];
  for (const commit of written) outcomes.push(...(await commit()));
  return outcomes;
};
