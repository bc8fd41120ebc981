import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { contracts } from '../../contract.ts';
import { type Engine, openEngine } from '../../engine.ts';
import { notFound } from '../../errors.ts';
import { type OpenFile, type OpenTable, openFile } from '../../formats/open.ts';
import { unpack } from '../../formats/unpack.ts';
import { LIMITS } from '../../limits.ts';
import { scratchIn } from '../../scratch.ts';
import { profilesOf } from '../read.ts';
import { aliasesOf } from './aliases.ts';
import { draftText } from './draft.ts';
import { type ContractMatch, matchContract } from './match-contract.ts';
import { takeSample } from './sample.ts';

/** A drafted profile for one table of a file, and how well the contracts fit it, best first. */
export interface Proposal {
  readonly file: string;
  readonly table: string;
  readonly yaml: string;
  readonly fits: readonly {
    readonly feed: string;
    /** 0 to 1. */
    readonly score: number;
    readonly missing: readonly string[];
  }[];
}

const best = (matches: readonly ContractMatch[]): readonly ContractMatch[] =>
  matches.toSorted((left, right) => right.score - left.score);

const proposeTable = async (
  engine: Engine,
  home: string,
  file: string,
  open: OpenFile,
  table: OpenTable,
): Promise<Proposal> => {
  const sample = await takeSample(engine, open, table);
  const aliases = aliasesOf(profilesOf(home));
  const { table: name } = table.seen;
  const matches: ContractMatch[] = [];
  for (const contract of contracts().values()) {
    matches.push(await matchContract(engine, name || file, sample.columns, contract, aliases));
  }
  const ranked = best(matches);
  const { format, traits } = open;
  return {
    file,
    table: name,
    yaml: draftText({ file, format, table: name, traits, sample, matches: ranked }),
    fits: ranked.slice(0, 5).map(({ contract, score, missing }) => ({
      feed: contract.feed,
      score: Math.round(score * 100) / 100,
      missing,
    })),
  };
};

/**
 * Drafts a profile for each table of an unknown file, by its columns' names, what known profiles call them, and whether the
 * first rows can be read as each contract asks. Throws NOT_FOUND and what reading a file throws.
 */
export const proposeProfile = async (home: string, path: string): Promise<readonly Proposal[]> => {
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile()) throw notFound(path);
  const folder = await mkdtemp(join(tmpdir(), 'portolan-propose-'));
  try {
    const name = basename(path);
    const proposals: Proposal[] = [];
    for (const file of await unpack(
      { path, name, label: name, bytes: found.size },
      folder,
      LIMITS,
    )) {
      const engine = await openEngine(folder);
      try {
        const open = await openFile(file, engine, scratchIn(folder));
        for (const table of open.tables) {
          proposals.push(await proposeTable(engine, home, file.name, open, table));
        }
      } finally {
        engine.close();
      }
    }
    return proposals;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
};
