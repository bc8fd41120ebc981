import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { placed } from './compile/plan.ts';
import { type Engine, text } from './engine.ts';
import { badProfile, controlTotal, IngestError, notListed } from './errors.ts';
import { charsetOf } from './formats/charset.ts';
import { type OpenTable, openFile, type Taker } from './formats/open.ts';
import type { Piece } from './formats/piece.ts';
import type { Unpacked } from './formats/unpacked.ts';
import { recognise } from './profiles/match.ts';
import { patternOf } from './profiles/pattern.ts';
import { type Control, type FileMapping, nameKey, type Profile } from './profiles/profile.ts';
import { scratchIn } from './scratch.ts';

/** What a manifest or control file says of another file. */
export interface ControlTotal {
  /** The file that says so. */
  readonly by: string;
  readonly rows?: number;
  readonly sha256?: string;
  readonly encoding?: string;
  /** The profile whose files should all be announced, where this file is not. */
  readonly unlistedOf?: string;
}

/** What stands for every file that is not announced. */
export const OTHERS = '';

/** What is announced of the files of one folder or archive, by their names without regard to case. */
export type ControlTotals = ReadonlyMap<string, ControlTotal>;

/** A hash of another length is of another kind. */
const SHA256_LENGTH = 64;

const SIDECAR = /\.sha256(sum)?$/i;

/** Whether a name is that of a list of hashes beside the files it speaks of. */
export const isSidecar = (name: string): boolean => SIDECAR.test(name);

/** Whether a file may say something of the others: then it is read before them. */
export const mayBeControl = (name: string, profiles: readonly Profile[]): boolean =>
  SIDECAR.test(name) ||
  profiles.some(({ files }) =>
    files.some(({ control, match }) => control && match.file && patternOf(match.file).test(name)),
  );

/** Lines of `<sha256>  <file>`, as sha256sum writes them. */
const readSidecar = async (file: Unpacked): Promise<ControlTotals> => {
  const lines = (await readFile(file.path, 'utf8')).split(/\r?\n/);
  const found = lines.flatMap((line) => {
    const parts = /^([0-9a-f]{64})(?:\s+\*?(.+))?$/i.exec(line.trim());
    if (!parts?.[1]) return [];
    const name = parts[2] ?? file.name.replace(SIDECAR, '');
    return [[nameKey(name), { by: file.name, sha256: parts[1].toLowerCase() }] as const];
  });
  return new Map(found);
};

const cellOf = (columns: readonly string[], name: string, mapping: FileMapping): string => {
  const found = placed(columns).find((column) => nameKey(column.name) === nameKey(name));
  if (!found)
    throw badProfile(
      mapping.profile,
      `${mapping.name} names the column ${name}, which the file lacks`,
    );
  return found.cell;
};

/** SQL of name, rows, hash and encoding of each announced file. */
const announced = (
  control: Control,
  columns: readonly string[],
  mapping: FileMapping,
  relation: string,
): string => {
  if (control.list !== undefined) {
    const list = cellOf(columns, control.list, mapping);
    const member = (name: string | undefined): string =>
      name === undefined ? 'NULL' : `json_extract_string(one, ${text(`$."${name}"`)})`;
    return `SELECT ${member(control.file)} AS name, ${member(control.rows)} AS rows, ${member(control.sha256)} AS sha256, ${member(control.encoding)} AS encoding FROM (SELECT unnest(CAST(${list} AS JSON[])) AS one FROM (${relation}))`;
  }
  const cell = (name: string | undefined): string =>
    name === undefined ? 'NULL' : cellOf(columns, name, mapping);
  return `SELECT ${cell(control.file)} AS name, ${cell(control.rows)} AS rows, ${cell(control.sha256)} AS sha256, ${cell(control.encoding)} AS encoding FROM (${relation})`;
};

const totalsFrom = (
  by: string,
  rows: readonly Readonly<Record<string, unknown>>[],
): ControlTotals =>
  new Map(
    rows.flatMap(({ name, rows: count, sha256, encoding }) => {
      const file = typeof name === 'string' ? name.trim() : '';
      if (file === '') return [];
      const isCount = typeof count === 'string' && /^\s*\d+\s*$/.test(count);
      return [
        [
          nameKey(file),
          {
            by,
            ...(isCount ? { rows: Number(count) } : {}),
            ...(typeof sha256 === 'string' && sha256.length === SHA256_LENGTH
              ? { sha256: sha256.toLowerCase() }
              : {}),
            ...(typeof encoding === 'string' && encoding.trim() !== ''
              ? { encoding: encoding.trim() }
              : {}),
          },
        ] as const,
      ];
    }),
  );

/** The entry that reads a table; undefined where none does. */
const readableBy = (table: OpenTable, profiles: readonly Profile[]): FileMapping | undefined => {
  try {
    return recognise(table.seen, profiles);
  } catch (error) {
    if (error instanceof IngestError && error.code === 'UNKNOWN_FILE') return undefined;
    throw error;
  }
};

const readWith = async (
  engine: Engine,
  file: Unpacked,
  profiles: readonly Profile[],
  folder: string,
): Promise<ControlTotals> => {
  const open = await openFile(file, engine, scratchIn(folder));
  const found: Readonly<Record<string, unknown>>[] = [];
  const takers = new Map<OpenTable, Taker>();
  for (const table of open.tables) {
    const mapping = readableBy(table, profiles);
    const control = mapping?.control;
    if (!control) continue;
    const take = async ({ relation }: Piece): Promise<void> => {
      found.push(
        ...(await engine.rows(announced(control, table.columns(mapping), mapping, relation))),
      );
    };
    takers.set(table, { mapping, take });
  }
  if (takers.size > 0) await open.deliver(takers, open.canReadByRow);
  const complete = [...takers.values()].find(({ mapping }) => mapping.control?.is_complete);
  const totals = totalsFrom(file.name, found);
  if (!complete) return totals;
  return new Map([...totals, [OTHERS, { by: file.name, unlistedOf: complete.mapping.profile }]]);
};

/** What a control file announces; empty where it is none. Throws what reading a file throws. */
export const readControl = async (
  file: Unpacked,
  profiles: readonly Profile[],
  folder: string,
  engine: () => Promise<Engine>,
): Promise<ControlTotals> =>
  SIDECAR.test(file.name) ? readSidecar(file) : readWith(await engine(), file, profiles, folder);

/** Checks the bytes of a file against what was announced of it. Throws CONTROL_TOTAL. */
export const checkBytes = async (
  label: string,
  path: string,
  control: ControlTotal | undefined,
): Promise<void> => {
  if (control?.sha256 === undefined) return;
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  const found = hash.digest('hex');
  if (found !== control.sha256) {
    throw controlTotal(label, control.by, `SHA-256 ${control.sha256}`, `another, ${found}`);
  }
};

/** The rows that were announced and have come; undefined where none were announced. Throws CONTROL_TOTAL. */
export const checkRows = (
  label: string,
  control: ControlTotal | undefined,
  rows: number,
): number | undefined => {
  if (control?.rows === undefined) return undefined;
  if (control.rows !== rows)
    throw controlTotal(label, control.by, `${control.rows} rows`, `${rows}`);
  return rows;
};

/** The sentence on a file that was read in another encoding than was announced, because its bytes or its profile say so. */
export const encodingSentences = (
  label: string,
  control: ControlTotal | undefined,
  encoding: string,
): readonly string[] => {
  const announced = control?.encoding;
  if (announced === undefined || charsetOf(announced) === charsetOf(encoding)) return [];
  return [
    `${label}: ${control?.by} announces the encoding ${announced}, the file was read as ${encoding}; ask the sender to announce what it writes.`,
  ];
};

/** Refuses a file that its profile reads and that a complete list does not name. Throws CONTROL_TOTAL. */
export const checkListed = (
  label: string,
  control: ControlTotal | undefined,
  mappings: readonly FileMapping[],
): void => {
  if (control?.unlistedOf === undefined) return;
  const isOwn = mappings.some(
    (mapping) => mapping.profile === control.unlistedOf && !mapping.control,
  );
  if (isOwn) throw notListed(label, control.by);
};
