import { unzipSync } from 'fflate';
import { dayOf as calendarDay, isoOf } from '../../../fixtures/calendar.ts';
import type { NativeSystem } from '../../../fixtures/native/system.ts';
import { buildWorld } from '../../../fixtures/world/world.ts';
import type { FileOutcome } from '../../../ingest/summary.ts';
import { type Row, rowsOf } from '../../fixtures/native/delimited.ts';
import { delivered, deliveriesOf } from '../../fixtures/native/delivered.ts';
import { smallPortfolio } from '../../fixtures/small-portfolio.ts';
import { type TestHome, testHome } from '../home.ts';

/** One delivery day of a system: its files as bytes, and what ingest made of them. */
export interface NativeDay {
  readonly files: ReadonlyMap<string, Buffer>;
  readonly outcomes: readonly FileOutcome[];
}

/** A home into which the systems of the small portfolio delivered, day after day. */
export interface NativeHome {
  readonly at: TestHome;
  readonly days: readonly NativeDay[];
}

/** One delivery day, from 0. */
export const dayOf = ({ days }: NativeHome, at: number): NativeDay => {
  const found = days[at];
  if (!found) throw new RangeError(`no delivery ${at}`);
  return found;
};

/** Lets systems deliver on the first `count` days, spoiled as the reference portfolio spoils them, and loads each day. */
export const deliverNative = async (
  systems: readonly NativeSystem[],
  count: number,
): Promise<NativeHome> => {
  const world = buildWorld({
    seed: 1,
    asOf: calendarDay('2026-03-31'),
    studies: smallPortfolio,
    hasFaults: true,
  });
  const at = testHome();
  const days: NativeDay[] = [];
  for (const delivery of deliveriesOf(world).slice(0, count)) {
    const files = new Map<string, Buffer>();
    const paths: string[] = [];
    for (const system of systems) {
      for (const [path, bytes] of (await delivered(system, world, delivery)).files) {
        files.set(path, bytes);
        paths.push(await at.deliver(`${isoOf(delivery.day)}/${system.name}/${path}`, bytes));
      }
    }
    days.push({ files, outcomes: await at.ingest(...paths) });
  }
  return { at, days };
};

const decoded = (bytes: Uint8Array, encoding: string): string =>
  new TextDecoder(encoding, { fatal: true }).decode(bytes);

/** Rows of a delivered delimited file, read without ingest. */
export const rowsIn = (
  { files }: NativeDay,
  name: RegExp,
  delimiter = ',',
  encoding = 'utf-8',
): readonly Row[] => {
  const found = [...files].find(([path]) => name.test(path));
  if (!found) throw new RangeError(`no file matches ${name}`);
  return rowsOf(decoded(found[1], encoding), delimiter);
};

/** Rows of each member of the zip of a day, by member. */
export const zippedRows = (
  { files }: NativeDay,
  name: RegExp,
): ReadonlyMap<string, readonly Row[]> => {
  const found = [...files].find(([path]) => name.test(path));
  if (!found) throw new RangeError(`no archive matches ${name}`);
  const members = Object.entries(unzipSync(found[1]));
  return new Map(members.map(([member, bytes]) => [member, rowsOf(decoded(bytes, 'utf-8'))]));
};

/** Outcomes of the files whose label matches. */
export const outcomesOf = ({ outcomes }: NativeDay, file: RegExp): readonly FileOutcome[] =>
  outcomes.filter((outcome) => file.test(outcome.file));

/** `feed accepted/read` of each outcome that loaded, sorted. */
export const counts = (outcomes: readonly FileOutcome[]): readonly string[] =>
  outcomes
    .filter(({ feed }) => feed !== undefined)
    .map(({ feed, rows_accepted, rows_read }) => `${feed} ${rows_accepted}/${rows_read}`)
    .sort();
