import type { Clock } from './clock.ts';
import { type Plan, placed, planFeed } from './compile/plan.ts';
import { shapeRows } from './compile/unpivot.ts';
import { contracts } from './contract.ts';
import { openEngine } from './engine.ts';
import { duplicateColumn, IngestError, malformedFile } from './errors.ts';
import type { Delivered } from './formats/delivered.ts';
import { openFile } from './formats/open.ts';
import { unpack } from './formats/unpack.ts';
import type { Unpacked } from './formats/unpacked.ts';
import { copyOriginal, keepOriginal, type Original } from './lake/original.ts';
import type { Staging } from './lake/staging.ts';
import type { Limits } from './limits.ts';
import { alreadyLoaded, type Delivery, loadFeed } from './load.ts';
import { ignoredSentence } from './message.ts';
import { recognise } from './profiles/match.ts';
import { nameKey, type Profile } from './profiles/profile.ts';
import type { FileOutcome } from './summary.ts';

/** What one call of `ingest` holds for all its files. */
export interface Session {
  readonly home: string;
  readonly staging: Staging;
  readonly profiles: readonly Profile[];
  readonly source?: string;
  readonly set: Readonly<Record<string, string>>;
  readonly clock: Clock;
  readonly limits: Limits;
}

const NO_ROWS = { rows_read: 0, rows_accepted: 0, rows_rejected: 0 };

const refusedBy = (label: string, error: unknown): FileOutcome => {
  if (!(error instanceof IngestError)) throw error;
  return {
    file: label,
    outcome: 'refused',
    ...NO_ROWS,
    messages: [error.message],
    code: error.code,
  };
};

const refuseTwice = (label: string, columns: readonly string[], plans: readonly Plan[]): void => {
  const used = new Set(
    plans.flatMap((plan) =>
      plan.columns.flatMap((one) => one.cells.map((cell) => nameKey(cell.name))),
    ),
  );
  const keys = columns.map(nameKey);
  const twice = columns.find(
    (name, index) => keys.indexOf(nameKey(name)) < index && used.has(nameKey(name)),
  );
  if (twice) throw duplicateColumn(label, twice);
};

const loadUnpacked = async (
  session: Session,
  original: Original,
  file: Unpacked,
): Promise<readonly FileOutcome[]> => {
  const folder = await session.staging.room('work');
  const engine = await openEngine(folder);
  try {
    const open = await openFile(file, engine, folder);
    const mapping = recognise(open.seen, session.profiles, session.source);
    if (mapping.ignore) {
      const messages = [ignoredSentence(file.label, mapping.ignore)];
      return [
        { file: file.label, outcome: 'ignored', profile: mapping.profile, ...NO_ROWS, messages },
      ];
    }
    const delivery: Delivery = {
      ...session,
      original,
      label: file.label,
      member: file.member,
      encoding: '',
      loadedAt: session.clock.next(),
    };
    const known = await Promise.all(
      mapping.feeds.map((feed) => alreadyLoaded(delivery, feed.feed, mapping.profile)),
    );
    const done = known.filter((outcome) => outcome !== undefined);
    if (done.length === mapping.feeds.length) return done;
    const table = await open.load(mapping);
    const header = await shapeRows(engine, mapping, placed(table.columns));
    const plans = mapping.feeds.map((feed) => {
      const contract = contracts().get(feed.feed);
      if (!contract) throw malformedFile(file.label, `feed ${feed.feed} has no contract`);
      return planFeed(file.label, mapping, feed, contract, header, session.set);
    });
    refuseTwice(file.label, table.columns, plans);
    await keepOriginal(session.home, original);
    const outcomes: FileOutcome[] = [];
    for (const [index, plan] of plans.entries()) {
      const encoding = table.encoding;
      outcomes.push(known[index] ?? (await loadFeed(engine, { ...delivery, encoding }, plan)));
    }
    return outcomes;
  } catch (error) {
    return [refusedBy(file.label, error)];
  } finally {
    engine.close();
  }
};

/** Loads one delivered file: copy, unpack, then each readable file in it. Refusals are outcomes, not throws. */
export const loadFile = async (
  session: Session,
  delivered: Delivered,
): Promise<readonly FileOutcome[]> => {
  const room = await session.staging.room('file');
  try {
    const original = await copyOriginal(delivered.path, delivered.name, `${room}/original`);
    const named = { ...original, label: delivered.name };
    const files = await unpack(named, room, session.limits);
    const outcomes: FileOutcome[] = [];
    for (const file of files) outcomes.push(...(await loadUnpacked(session, original, file)));
    return outcomes;
  } catch (error) {
    return [refusedBy(delivered.name, error)];
  } finally {
    await session.staging.clear();
  }
};
