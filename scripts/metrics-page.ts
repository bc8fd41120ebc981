import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Metric, reachName, readDefinitions } from '@portolan/query';

const root = resolve(import.meta.dirname, '..');

/** Where the page stands. */
export const metricsPage = resolve(root, 'docs/metrics.md');

function computation({ formula }: Metric): string {
  switch (formula.kind) {
    case 'simple':
      return `measure \`${formula.measure}\``;
    case 'cumulative':
      return `measure \`${formula.measure}\`, ${reachName(formula.reach)}`;
    case 'ratio':
      return `\`${formula.numerator}\` / \`${formula.denominator}\``;
    default:
      return `\`${formula.expr}\``;
  }
}

function facts(metric: Metric): string {
  const known: [string, string | undefined][] = [
    ['Code', metric.code],
    ['Formula', metric.definition],
    ['Computed from', computation(metric)],
    ['Unit', metric.unit],
    ['Grain', metric.grain],
    ['Counting rule', metric.countingRule],
    ['Owner', metric.owner],
    ['Effective from', metric.effectiveFrom],
    ['Class', metric.class],
    ['Source', metric.source],
  ];
  return known
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `- ${name}: ${String(value).trim().replaceAll('\n', ' ')}`)
    .join('\n');
}

/** The page of every metric's definition, from models/metrics. */
export async function renderMetricsPage(): Promise<string> {
  const { metrics } = await readDefinitions(resolve(root, 'models'));
  const sections = [...metrics]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      (metric) =>
        `## ${metric.name}\n\n${metric.label}. ${metric.description.trim().replaceAll('\n', ' ')}\n\n${facts(metric)}\n`,
    );
  const intro =
    '# Metrics\n\nGenerated from `models/metrics` by `node --import tsx scripts/metrics-page.ts`. A metric is asked for by its name or its code.\n';
  return [intro, ...sections].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(metricsPage, await renderMetricsPage());
