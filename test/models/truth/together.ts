import { classes, type Door, type MetricDescription, type Row, viewerFor } from '@portolan/query';

/** Metrics and the dimensions by which they are cut. */
export interface Cut {
  readonly metrics: readonly MetricDescription[];
  readonly by: readonly string[];
}

type Asker = 'finance' | 'clinical_operations';

const viewerOf = (asker: Asker) => ({
  ...viewerFor(asker, 'together'),
  classes: [...classes],
});

const keyOf = (row: Row, by: readonly string[]): string =>
  by.map((name) => String(row[name])).join('|');

async function ask(
  door: Door,
  asker: Asker,
  names: readonly string[],
  by: readonly string[],
): Promise<Map<string, Row>> {
  const result = await door.query({ metrics: [...names], by: [...by] }, viewerOf(asker));
  return new Map(result.rows().map((row) => [keyOf(row, by), row]));
}

/** What somebody may ask for: metrics, and dimensions that tell of people only where their role sees them. */
export async function offered(
  door: Door,
  asker: Asker,
): Promise<{ metrics: MetricDescription[]; dimensions: string[] }> {
  const metrics = (await door.metrics(viewerOf(asker))).filter((metric) => metric.is_granted);
  const known = new Set(metrics.flatMap((metric) => metric.dimensions));
  const isSeen = (name: string) => asker !== 'finance' || !/^(investigator|person)/.test(name);
  return { metrics, dimensions: [...known].filter(isSeen).sort() };
}

/** What of a choice of metrics and dimensions can be asked at once: the dimensions that all of them know. */
export function askable({ metrics, by }: Cut): Cut {
  const shared = by.filter((name) => metrics.every(({ dimensions }) => dimensions.includes(name)));
  const isWhole = ({ requires = [] }: MetricDescription) =>
    requires.every((name) => shared.includes(name));
  return { metrics: metrics.filter(isWhole), by: shared };
}

/** Values that metrics give otherwise when asked together than alone, one line each; a row that only others have holds nothing. */
export async function differentTogether(
  door: Door,
  asker: Asker,
  { metrics, by }: Cut,
): Promise<string[]> {
  const names = metrics.map(({ name }) => name);
  const together = await ask(door, asker, names, by);
  const lines: string[] = [];
  for (const name of names) {
    const alone = await ask(door, asker, [name], by);
    for (const key of new Set([...alone.keys(), ...together.keys()])) {
      const value = alone.get(key)?.[name] ?? null;
      const beside = together.get(key)?.[name] ?? null;
      const isNothing = !alone.has(key) && (beside === null || Number(beside) === 0);
      if (value !== beside && !isNothing)
        lines.push(`${name} of ${key}: ${value} alone, ${beside} together`);
    }
  }
  return lines;
}
