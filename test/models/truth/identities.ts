import type { Warehouse } from './planted/planted.ts';

/** One hospital or person of the reference portfolio with the records that stand for it. */
export interface TrueIdentity {
  readonly entity: 'institution' | 'investigator';
  readonly institution?: string;
  readonly person?: string;
  readonly records: readonly { readonly study_id: string; readonly site_id: string }[];
}

/** What the warehouse takes for one and what it proposes as one. */
interface Marts {
  readonly identities: string;
  readonly proposals: string;
}

const marts: Readonly<Record<TrueIdentity['entity'], Marts>> = {
  institution: { identities: 'site_identity', proposals: 'site_merge_proposals' },
  investigator: { identities: 'investigator_identity', proposals: 'investigator_merge_proposals' },
};

/** Pairs of records of different studies: how many were told as one, how many of them rightly, how many there are. */
export interface Agreement {
  readonly told: number;
  readonly right: number;
  readonly all: number;
}

export const precision = ({ told, right }: Agreement): number => right / told;
export const recall = ({ right, all }: Agreement): number => right / all;

export interface Agreements {
  /** Merged by the keys that systems give. */
  readonly merged: Agreement;
  /** Proposed to a reviewer. */
  readonly proposed: Agreement;
  /** Either of both. */
  readonly found: Agreement;
}

interface Row {
  readonly study_id: string;
  readonly site_id: string;
  readonly identity_id: string;
  readonly own_identity_id: string;
}

const pairOf = (a: string, b: string): string => (a < b ? `${a} ${b}` : `${b} ${a}`);

function agreement(pairs: readonly (readonly [told: boolean, isOne: boolean])[]): Agreement {
  const told = pairs.filter(([it]) => it);
  return {
    told: told.length,
    right: told.filter(([, isOne]) => isOne).length,
    all: pairs.filter(([, isOne]) => isOne).length,
  };
}

/** Holds identities and proposals to who is who; a record that the truth does not name is nobody else's. */
export async function compareIdentities(
  { rows }: Warehouse,
  truth: readonly TrueIdentity[],
  entity: TrueIdentity['entity'],
): Promise<Agreements> {
  const { identities, proposals } = marts[entity];
  const owners = new Map(
    truth
      .filter((it) => it.entity === entity)
      .flatMap((it) =>
        it.records.map(({ study_id, site_id }) => [
          `${study_id}|${site_id}`,
          it.institution ?? it.person,
        ]),
      ),
  );
  const ownerOf = ({ study_id, site_id }: Row) => owners.get(`${study_id}|${site_id}`);
  const told = (await rows(`select * from marts.${identities}`)) as unknown as Row[];
  const proposed = new Set(
    (await rows(`select identity_id, other_identity_id from marts.${proposals}`)).map((row) =>
      pairOf(String(row.identity_id), String(row.other_identity_id)),
    ),
  );
  const pairs = told.flatMap((a, i) =>
    told
      .slice(i + 1)
      .filter((b) => a.study_id !== b.study_id)
      .map((b) => ({
        isOne: ownerOf(a) !== undefined && ownerOf(a) === ownerOf(b),
        isMerged: a.identity_id === b.identity_id,
        isProposed: proposed.has(pairOf(a.own_identity_id, b.own_identity_id)),
      })),
  );
  return {
    merged: agreement(pairs.map((it) => [it.isMerged, it.isOne])),
    proposed: agreement(pairs.map((it) => [it.isProposed, it.isOne])),
    found: agreement(pairs.map((it) => [it.isMerged || it.isProposed, it.isOne])),
  };
}
