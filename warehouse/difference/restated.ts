import {
  type Cell,
  type Door,
  type MetricDescription,
  reasonSuffix,
  type Viewer,
} from '@portolan/query';

/** A value that two builds give differently of the same day. */
export interface RestatedValue {
  readonly metric: string;
  readonly label: string;
  /** Study and month (its first day), where the metric is recorded by them, and what it is of one value of at a time. */
  readonly at: Readonly<Record<string, Cell>>;
  /** The value, or why there was none. */
  readonly was: Cell;
  readonly is: Cell;
}

/** Which metrics (names, or codes in any case) and studies to compare; all without. */
export interface Wanted {
  readonly metrics?: readonly string[] | undefined;
  readonly studies?: readonly string[] | undefined;
}

const axes = ['study', 'month'];
/** Metrics asked for in one statement. */
const batch = 40;

const groupsOf = (metrics: readonly MetricDescription[]): Map<string, MetricDescription[]> => {
  const groups = new Map<string, MetricDescription[]>();
  for (const metric of metrics) {
    const shared = [...axes, 'metric_time'].filter((axis) => metric.dimensions.includes(axis));
    const cut = [...new Set([...shared, ...(metric.requires ?? [])])].join(' ');
    groups.set(cut, [...(groups.get(cut) ?? []), metric]);
  }
  return groups;
};

type Values = Map<string, Record<string, Cell>>;

async function valuesOf(
  door: Door,
  viewer: Viewer,
  metrics: readonly string[],
  by: readonly string[],
  at: { asOf?: string },
  studies: readonly string[] | undefined,
): Promise<Values> {
  const where =
    studies && by.includes('study')
      ? [{ dimension: 'study', op: 'in' as const, values: [...studies] }]
      : [];
  const result = await door.query({ metrics: [...metrics], by: [...by], where, ...at }, viewer);
  return new Map(result.rows().map((row) => [by.map((axis) => String(row[axis])).join('|'), row]));
}

const shown = (row: Record<string, Cell> | undefined, metric: string): Cell =>
  row?.[metric] ?? row?.[metric + reasonSuffix] ?? null;

/**
 * Values of metrics that both builds define and the viewer may see, by study and month where they are recorded
 * so, and by what they are of one value of at a time, as of a day; those that are not the same in both. What is counted by its status of today, and not by dates,
 * tells nothing of an earlier day and is left out.
 */
export async function restatedValues(
  before: Door,
  after: Door,
  viewer: Viewer,
  asOf: string,
  { metrics: wanted, studies }: Wanted = {},
): Promise<RestatedValue[]> {
  const known = new Set((await before.metrics(viewer)).map(({ name }) => name));
  const granted = (await after.metrics(viewer)).filter(
    ({ name, code, is_granted, counting_rule }) =>
      is_granted &&
      known.has(name) &&
      counting_rule !== 'status_snapshot' &&
      (wanted === undefined ||
        wanted.some((one) => one === name || one.toUpperCase() === code?.toUpperCase())),
  );
  const restated: RestatedValue[] = [];
  for (const [cut, all] of groupsOf(granted)) {
    const named = cut.split(' ');
    const by = named.filter((axis) => axis !== '' && axis !== 'metric_time');
    const at = named.includes('metric_time') ? { asOf } : {};
    for (let from = 0; from < all.length; from += batch) {
      const metrics = all.slice(from, from + batch);
      const names = metrics.map(({ name }) => name);
      const was = await valuesOf(before, viewer, names, by, at, studies);
      const is = await valuesOf(after, viewer, names, by, at, studies);
      for (const key of new Set([...was.keys(), ...is.keys()])) {
        const rows = [was.get(key), is.get(key)];
        const place = Object.fromEntries(
          by.map((axis) => [axis, (rows[1] ?? rows[0])?.[axis] ?? null]),
        );
        for (const { name, label } of metrics) {
          const [one, other] = [shown(rows[0], name), shown(rows[1], name)];
          if (one !== other) restated.push({ metric: name, label, at: place, was: one, is: other });
        }
      }
    }
  }
  return restated.sort((a, b) => (a.metric < b.metric ? -1 : a.metric > b.metric ? 1 : 0));
}
