/** A row of the feed site as a load delivers it. */
export interface DeliveredRow {
  readonly study: string;
  readonly site: string;
  readonly content: string;
  readonly deleted: boolean;
}

/** One load of a feed with the key study and site; of `deletes` the rows name sites alone. */
export interface Delivery {
  readonly load: string;
  readonly day: number;
  readonly mode: 'snapshot' | 'delta' | 'log' | 'deletes';
  readonly source: string;
  /** False where rows of the load were refused. */
  readonly complete: boolean;
  readonly rows: readonly DeliveredRow[];
}

/** What one source says of a key: its content, or undefined once it is gone. */
interface State {
  readonly day: number;
  readonly load: string;
  readonly content: string | undefined;
}

interface Version extends State {
  readonly until: number | undefined;
}

const keyOf = ({ study, site }: DeliveredRow): string => `${study}|${site}`;

/** By time; deletes by record id last of their instant; then by load id. */
const byArrival = (a: Delivery, b: Delivery): number =>
  a.day - b.day ||
  Number(a.mode === 'deletes') - Number(b.mode === 'deletes') ||
  (a.load < b.load ? -1 : 1);

/** What a load does to the keys that its source has said something of. */
function apply(states: Map<string, State>, { load, day, mode, complete, rows }: Delivery): void {
  const set = (key: string, content: string | undefined) => states.set(key, { day, load, content });
  const known = [...states.keys()];
  const drop = (isGone: (study: string, site: string) => boolean) => {
    for (const key of known) {
      const [study = '', site = ''] = key.split('|');
      if (isGone(study, site)) set(key, undefined);
    }
  };
  if (mode === 'deletes') drop((_, site) => rows.some((row) => row.site === site));
  if (mode === 'snapshot' && complete) drop((study) => rows.some((row) => row.study === study));
  for (const row of mode === 'deletes' ? [] : rows)
    set(keyOf(row), mode !== 'snapshot' && row.deleted ? undefined : row.content);
}

/** Every state of each key of one source, day by day. */
function statesOf(list: readonly Delivery[]): ReadonlyMap<string, State[]> {
  const now = new Map<string, State>();
  const history = new Map<string, State[]>();
  for (const delivery of [...list].sort(byArrival)) {
    apply(now, delivery);
    for (const [key, state] of now) {
      if (state.day !== delivery.day) continue;
      const states = history.get(key) ?? [];
      if (states.at(-1)?.day === state.day) states.pop();
      history.set(key, [...states, state]);
    }
  }
  return history;
}

function changesOf(states: readonly State[]): Version[] {
  const changes = states.filter((state, i) => i === 0 || state.content !== states[i - 1]?.content);
  return changes.map((state, i) => ({ ...state, until: changes[i + 1]?.day }));
}

const sourcesOf = (list: readonly Delivery[]): string[] => [
  ...new Set(list.map((it) => it.source)),
];

const ofSource = (list: readonly Delivery[], source: string): Delivery[] =>
  list.filter((it) => it.source === source);

/** Versions by a plain replay of the deliveries of each source, as text lines in order. */
export function versionsOf(list: readonly Delivery[]): string[] {
  const versions = new Map<string, (Version & { source: string })[]>();
  for (const source of sourcesOf(list)) {
    for (const [key, states] of statesOf(ofSource(list, source))) {
      const own = changesOf(states).map((version) => ({ ...version, source }));
      versions.set(key, [...(versions.get(key) ?? []), ...own]);
    }
  }
  const lines = [...versions].flatMap(([key, all]) => {
    const standing = all
      .filter((version) => version.until === undefined && version.content !== undefined)
      .sort((a, b) => b.day - a.day || (a.load < b.load ? 1 : -1));
    return all.map((version) => {
      const content = version.content ?? 'deleted';
      const current = version === standing[0] ? '|current' : '';
      return `${key}|${version.source}|${version.day}|${version.until ?? ''}|${content}${current}`;
    });
  });
  return lines.sort();
}

/** What each source says on a day, by a replay of what had come by then: `key|source|content`, in order. */
export function standingOn(list: readonly Delivery[], day: number): string[] {
  const lines = sourcesOf(list).flatMap((source) => {
    const states = new Map<string, State>();
    const known = ofSource(list, source).filter((it) => it.day <= day);
    for (const delivery of known.sort(byArrival)) apply(states, delivery);
    return [...states].flatMap(([key, { content }]) =>
      content === undefined ? [] : [`${key}|${source}|${content}`],
    );
  });
  return lines.sort();
}
