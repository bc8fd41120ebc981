import { mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { type Engine, identifier, text } from '../engine.ts';
import { type Blanks, looser, type Piece } from '../formats/piece.ts';
import { rowsInEach } from '../formats/row-file.ts';
import { isOutOfSpace } from '../lake/space.ts';
import { canonicalSql } from './canonical.ts';
import { isKeyed } from './duplicates.ts';
import type { OpenWriter, Written } from './feed-writer.ts';
import { type Lineage, landing, lineageOfEach } from './landing.ts';
import { idColumns, isZeroLed } from './leading-zeros.ts';
import { PARQUET_OPTIONS } from './parquet-file.ts';
import type { Plan } from './plan.ts';

/** A load that cannot be written together with others: what is unusual about it is found and told by a writer of its own. */
export class NotShared extends Error {
  override readonly name = 'NotShared';
}

/** Writers of small loads, each of one piece; nothing is written before `write`. */
export interface SharedWriters {
  readonly open: OpenWriter;
  /**
   * Writes what the writers took, by one statement for all loads of one plan. After that a writer's `finish` throws NotShared
   * unless its load holds rows, none of them refused and no two of one key.
   */
  write(): Promise<void>;
}

/** One load among those of its plan. */
interface Share {
  readonly lineage: Lineage;
  readonly folder: string;
  readonly rows: number;
  readonly path: string;
  isThere: boolean;
  written?: Written;
}

/** Loads whose rows are made by the same SQL. */
interface Group {
  readonly plan: Plan;
  readonly folder: string;
  readonly width: number;
  readonly shape: Piece['shape'];
  readonly shares: Share[];
  longest: number;
  blanks: Blanks;
}

/** The upper bits of a row's number say of which load it is, from 1, while the rows of all stand together. */
const LOAD_BITS = 32;
const NUMBERED = `(parse_filename(filename, true)::BIGINT << ${LOAD_BITS}) + _row::BIGINT`;
const UNNUMBERED = `SELECT * REPLACE (_row & ${2 ** LOAD_BITS - 1} AS _row), (_row >> ${LOAD_BITS})::INTEGER AS _load`;

const landingOf = ({ plan, shares, width, shape, longest, blanks }: Group): string => {
  const delivered = rowsInEach(
    shares.filter(({ isThere }) => isThere).map(({ path }) => path),
    { width, longest },
    NUMBERED,
  );
  const piece = { relation: delivered, blanks, rows: 0 };
  const { relation } = shape ? shape(piece) : piece;
  const rows = `${UNNUMBERED} FROM (${canonicalSql(plan, relation, blanks)})`;
  const lineage = lineageOfEach(
    shares.map((share) => share.lineage),
    '_load',
  );
  return landing(plan, lineage, rows, ', _load');
};

/** Rows of each load, those refused, its keys, and by `z<n>` whether its n-th id column is led by a zero. */
const countsSql = (plan: Plan): string => {
  const keys = isKeyed(plan)
    ? `count(DISTINCT struct_pack(${plan.contract.key.map((name, at) => `k${at} := ${identifier(name)}`).join(', ')}))`
    : 'count(*)';
  const zeros = idColumns(plan).map(
    (name, at) => `, coalesce(bool_or(${isZeroLed(name)}), false) AS z${at}`,
  );
  return `SELECT _load, count(*)::BIGINT AS n, (count(*) FILTER (WHERE _row < 0))::BIGINT AS refused, ${keys}::BIGINT AS keys${zeros.join('')} FROM shared GROUP BY _load`;
};

const scopesOf = async (
  engine: Engine,
): Promise<ReadonlyMap<number, Readonly<Record<string, number>>>> => {
  const rows = await engine.rows(
    'SELECT _load, _scope, count(*)::BIGINT AS n FROM shared GROUP BY _load, _scope ORDER BY _load, _scope',
  );
  const scopes = new Map<number, Record<string, number>>();
  for (const { _load, _scope, n } of rows) {
    const load = scopes.get(Number(_load)) ?? {};
    load[String(_scope)] = Number(n);
    scopes.set(Number(_load), load);
  }
  return scopes;
};

/** What stands in table `shared` of each load that is sound, by its number. */
const soundLoads = async (engine: Engine, group: Group): Promise<ReadonlyMap<number, Written>> => {
  const { plan, shares } = group;
  const isWhole = !plan.feed.unpivot && plan.where.length === 0;
  const scopes = plan.mode === 'snapshot' ? await scopesOf(engine) : undefined;
  const sound = new Map<number, Written>();
  for (const counted of await engine.rows(countsSql(plan))) {
    const load = Number(counted._load);
    const rows = Number(counted.n);
    const isSound = Number(counted.refused) === 0 && Number(counted.keys) === rows;
    if (!isSound || (isWhole && rows !== shares[load - 1]?.rows)) continue;
    const ofScope = scopes?.get(load);
    sound.set(load, {
      read: rows,
      accepted: rows,
      rejected: 0,
      refusals: [],
      ...(ofScope ? { scopes: ofScope } : {}),
      zeroLed: idColumns(plan).filter((_, at) => counted[`z${at}`] === true),
    });
  }
  return sound;
};

const writeGroup = async (engine: Engine, group: Group): Promise<void> => {
  await engine.run(`CREATE OR REPLACE TABLE shared AS ${landingOf(group)}`);
  const sound = await soundLoads(engine, group);
  if (sound.size === 0) return;
  const target = join(group.folder, 'loads');
  const written = await engine.run(
    `COPY (FROM shared WHERE _load IN (${[...sound.keys()].join(', ')})) TO ${text(target)} (${PARQUET_OPTIONS}, PARTITION_BY (_load))`,
  );
  const rows = [...sound.values()].reduce((sum, { accepted }) => sum + accepted, 0);
  if (written !== rows)
    throw new Error(`${written} of ${rows} rows of ${sound.size} loads written`);
  for (const [load, counted] of sound) {
    const share = group.shares[load - 1];
    const folder = join(target, `_load=${load}`);
    const [file, ...others] = readdirSync(folder);
    if (!share || file === undefined || others.length > 0) continue;
    renameSync(join(folder, file), join(share.folder, 'part-0.parquet'));
    share.written = counted;
  }
};

/** Opens shared writers that keep what they take in `folder` until it is written. */
export const openSharedWriters = (engine: Engine, folder: string): SharedWriters => {
  const groups = new Map<string, Group>();
  const feeds = new Map<Plan['feed'], number>();

  /** What tells whether the rows of two loads are made by the same SQL. */
  const kindOf = ({ feed, header, columns }: Plan, { shape }: Piece, width: number): string => {
    const number = feeds.get(feed) ?? feeds.size;
    feeds.set(feed, number);
    const names = header.map(({ name }) => name);
    const constants = columns.map(({ constant }) => constant ?? null);
    const shaped = shape?.({ relation: '', blanks: 'any', rows: 0 }).relation ?? null;
    return JSON.stringify([number, width, names, constants, shaped]);
  };

  const groupOf = (plan: Plan, piece: Piece, width: number): Group => {
    const kind = kindOf(plan, piece, width);
    const known = groups.get(kind);
    if (known) return known;
    const own = join(folder, `group-${groups.size}`);
    mkdirSync(own);
    const { shape, blanks } = piece;
    const group = { plan, folder: own, width, shape, shares: [], longest: 0, blanks };
    groups.set(kind, group);
    return group;
  };

  return {
    open: (plan, lineage, load) => {
      let share: Share | undefined;
      return {
        write: async (piece) => {
          const { file, rows, blanks } = piece;
          if (!file || share) throw new NotShared();
          const group = groupOf(plan, piece, file.width);
          const path = join(group.folder, `${group.shares.length + 1}.csv`);
          const own: Share = { lineage, folder: load, rows, path, isThere: false };
          share = own;
          group.shares.push(own);
          file.moveTo(path);
          own.isThere = true;
          group.longest = Math.max(group.longest, file.longest);
          group.blanks = looser(group.blanks, blanks);
        },
        reset: async () => {
          throw new NotShared();
        },
        finish: async () => {
          if (!share?.written) throw new NotShared();
          return share.written;
        },
      };
    },
    write: async () => {
      for (const group of groups.values()) {
        if (!group.shares.some(({ isThere }) => isThere)) continue;
        try {
          await writeGroup(engine, group);
        } catch (error) {
          // Any of its loads may be why: by itself each tells.
          if (isOutOfSpace(error)) throw error;
        }
      }
    },
  };
};
