import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Definitions, type Metric, reachName, readDefinitions } from '@portolan/query';
import { type Lineage, lineageOf } from '@portolan/warehouse';
import { openProject } from 'dbt-ts-runner';

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

const modelsDir = resolve(root, 'models');

/** Models and feeds behind each mart, as the parsed project tells them. */
async function lineages(marts: readonly string[]): Promise<Map<string, Lineage>> {
  const database = await DuckDBInstance.create();
  const project = await openProject(modelsDir, {
    database,
    env: { PORTOLAN_WAREHOUSE: ':memory:' },
    profilesDir: modelsDir,
    targetPath: null,
  });
  try {
    const nodes = project.ls().filter((node) => node.resource_type === 'model');
    const manifest = {
      nodes: Object.fromEntries(nodes.map((node) => [node.unique_id, node])),
      parent_map: Object.fromEntries(
        nodes.map((node) => [node.unique_id, [...node.depends_on.nodes]]),
      ),
    };
    return new Map(marts.map((mart) => [mart, lineageOf(manifest, mart)]));
  } finally {
    await project.close();
    database.closeSync();
  }
}

function inputNames(formula: Metric['formula']): string[] {
  if (formula.kind === 'ratio') return [formula.numerator, formula.denominator];
  return formula.kind === 'derived' ? formula.inputs.map(({ name }) => name) : [];
}

/** The marts whose rows a metric counts. */
function martsOf({ models, metrics }: Definitions, { formula }: Metric): string[] {
  if ('measure' in formula)
    return models
      .filter((model) => model.measures.some(({ name }) => name === formula.measure))
      .map(({ mart }) => mart);
  const inputs = inputNames(formula);
  return metrics
    .filter(({ name }) => inputs.includes(name))
    .flatMap((metric) => martsOf({ models, metrics }, metric));
}

const code = (names: Iterable<string>): string =>
  [...new Set(names)].map((name) => `\`${name}\``).join(', ');

/** Dimensions that a metric, or one that it is made from, is of one value of at a time. */
function requiresOf(definitions: Definitions, { requires = [], formula }: Metric): string[] {
  const inputs = definitions.metrics.filter(({ name }) => inputNames(formula).includes(name));
  return [
    ...new Set([...requires, ...inputs.flatMap((metric) => requiresOf(definitions, metric))]),
  ];
}

function facts(
  metric: Metric,
  requires: readonly string[],
  marts: readonly string[],
  feeds: readonly string[],
): string {
  const known: [string, string | undefined][] = [
    ['Code', metric.code],
    ['Formula', metric.definition],
    ['Computed from', computation(metric)],
    ['Unit', metric.unit],
    ['Grain', metric.grain],
    ['Of one at a time', requires.join(', ') || undefined],
    ['Counting rule', metric.countingRule],
    ['Owner', metric.owner],
    ['Effective from', metric.effectiveFrom],
    ['Class', metric.class],
    ['Source', metric.source],
    [
      'Held to',
      [metric.plan, metric.baseline].filter((name) => name !== undefined).join(', ') || undefined,
    ],
    ['Rows', code(marts)],
    ['Feeds', code(feeds)],
  ];
  return known
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `- ${name}: ${String(value).trim().replaceAll('\n', ' ')}`)
    .join('\n');
}

/** The page of every metric's definition, from models/metrics. */
export async function renderMetricsPage(): Promise<string> {
  const definitions = await readDefinitions(modelsDir);
  const { metrics } = definitions;
  const known = await lineages([...new Set(definitions.models.map(({ mart }) => mart))]);
  const describe = (metric: Metric): string => {
    const marts = martsOf(definitions, metric);
    const requires = requiresOf(definitions, metric);
    return facts(
      metric,
      requires,
      marts,
      marts.flatMap((mart) => known.get(mart)?.feeds ?? []).sort(),
    );
  };
  const sections = [...metrics]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      (metric) =>
        `## ${metric.name}\n\n${metric.label}. ${metric.description.trim().replaceAll('\n', ' ')}\n\n${describe(metric)}\n`,
    );
  const intro =
    '# Metrics\n\nGenerated from `models/metrics` by `node --import tsx scripts/metrics-page.ts`. A metric is asked for by its name or its code. Rows names the marts that it counts: `portolan query` and the data API list them; Feeds names what was delivered for them, and `portolan loads explain` the files.\n';
  return [intro, ...sections].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(metricsPage, await renderMetricsPage());
