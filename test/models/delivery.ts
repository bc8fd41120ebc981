/** One load of a feed with the key study and site. */
export interface Delivery {
  readonly load: string;
  readonly day: number;
  readonly mode: 'snapshot' | 'delta';
  readonly source: string;
  /** False where rows of the load were refused. */
  readonly complete: boolean;
  readonly rows: readonly {
    readonly study: string;
    readonly site: string;
    readonly content: string;
    readonly deleted: boolean;
  }[];
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

const byArrival = (a: Delivery, b: Delivery): number => a.day - b.day || (a.load < b.load ? -1 : 1);

/** Every state of a key that one source delivered, load after load, the last of each day. */
function statesOf(list: readonly Delivery[], study: string, site: string): State[] {
  const states: State[] = [];
  for (const { load, day, mode, complete, rows } of [...list].sort(byArrival)) {
    const own = rows.find((it) => it.study === study && it.site === site);
    const covered = mode === 'snapshot' && complete && rows.some((it) => it.study === study);
    const deleted = own ? mode === 'delta' && own.deleted : covered;
    if (!own && !covered) continue;
    const known = states.length > 0;
    if (!own && !known) continue;
    const state = { day, load, content: deleted ? undefined : own?.content };
    if (states.at(-1)?.day === day) states.pop();
    states.push(state);
  }
  return states;
}

function changesOf(states: readonly State[]): Version[] {
  const changes = states.filter((state, i) => i === 0 || state.content !== states[i - 1]?.content);
  return changes.map((state, i) => ({ ...state, until: changes[i + 1]?.day }));
}

/** Versions by a plain replay of the deliveries of each source, as text lines in order. */
export function versionsOf(list: readonly Delivery[]): string[] {
  const keys = new Map(
    list.flatMap((it) => it.rows.map((row) => [`${row.study}|${row.site}`, row] as const)),
  );
  const sources = [...new Set(list.map((it) => it.source))];
  const lines = [...keys].flatMap(([key, { study, site }]) => {
    const versions = sources.flatMap((source) =>
      changesOf(
        statesOf(
          list.filter((it) => it.source === source),
          study,
          site,
        ),
      ).map((version) => ({ ...version, source })),
    );
    const standing = versions
      .filter((version) => version.until === undefined && version.content !== undefined)
      .sort((a, b) => b.day - a.day || (a.load < b.load ? 1 : -1));
    return versions.map((version) => {
      const content = version.content ?? 'deleted';
      const current = version === standing[0] ? '|current' : '';
      return `${key}|${version.source}|${version.day}|${version.until ?? ''}|${content}${current}`;
    });
  });
  return lines.sort();
}
