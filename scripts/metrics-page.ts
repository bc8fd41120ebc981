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

const link = (name: string): string => `[\`${name}\`](#${name.toLowerCase()})`;

const oneLine = (text: string): string => text.trim().replaceAll(/\s+/g, ' ');

/** What a measure makes of the rows of its mart: aggregation and expression, its mart and the day that dates a row. */
function measured({ models }: Definitions, name: string): string {
  const model = models.find(({ measures }) => measures.some((measure) => measure.name === name));
  const measure = model?.measures.find((one) => one.name === name);
  if (!model || !measure) throw new Error(`No semantic model has the measure ${name}.`);
  const dated = model.dimensions.find((dimension) => dimension.name === measure.time)?.expr;
  const by = dated === undefined ? '' : `, dated by \`${oneLine(dated)}\``;
  return `${measure.agg} of \`${oneLine(measure.expr)}\` over \`${model.mart}\`${by}`;
}

function computation(definitions: Definitions, { formula }: Metric): string {
  switch (formula.kind) {
    case 'simple':
      return measured(definitions, formula.measure);
    case 'cumulative':
      return `${measured(definitions, formula.measure)}, ${reachName(formula.reach)}`;
    case 'ratio':
      return `${link(formula.numerator)} / ${link(formula.denominator)}`;
    default:
      return `\`${formula.expr}\` of ${formula.inputs.map(({ name, alias }) => (name === alias ? link(name) : `${link(name)} as \`${alias}\``)).join(', ')}`;
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
  definitions: Definitions,
  metric: Metric,
  requires: readonly string[],
  marts: readonly string[],
  lineage: readonly Lineage[],
): string {
  const known: [string, string | undefined][] = [
    ['Code', metric.code],
    ['Formula', metric.definition],
    ['Computed from', computation(definitions, metric)],
    ['Unit', metric.unit],
    ['Grain', metric.grain],
    ['Of one at a time', requires.join(', ') || undefined],
    ['Counting rule', metric.countingRule],
    ['Owner', metric.owner],
    ['Effective from', metric.effectiveFrom],
    ['Class', metric.class],
    ['Source', metric.source],
    ['Published by others', metric.externalReference],
    [
      'Held to',
      [metric.plan, metric.baseline].filter((name) => name !== undefined).join(', ') || undefined,
    ],
    ['Rows', [...new Set(marts)].map((mart) => `[\`${mart}\`](#rows-of-${mart})`).join(', ')],
    ['Feeds', code(lineage.flatMap(({ feeds }) => feeds).sort())],
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
      definitions,
      metric,
      requires,
      marts,
      marts.flatMap((mart) => known.get(mart) ?? []),
    );
  };
  const sections = [...metrics]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(
      (metric) =>
        `## ${metric.name}\n\n${metric.label}. ${metric.description.trim().replaceAll('\n', ' ')}\n\n${describe(metric)}\n`,
    );
  const marts = [...known]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(
      ([mart, { models, feeds }]) =>
        `## rows of ${mart}\n\n- Models behind: ${code(models)}\n- Feeds: ${code(feeds)}\n`,
    );
  const intro =
    '# Metrics\n\nGenerated from `models/metrics` by `node --import tsx scripts/metrics-page.ts`. A metric is asked for by its name or its code. Computed from says what is made of which rows: an aggregation over a mart, or other metrics. Rows names these marts: `portolan rows MART --where study=...` and the data API (`{"list": "MART"}`) list them. Each mart has its own section at the end: Models behind names what it is made of, nearest first, each a file of its name under `models/`. Feeds names what was delivered for them; `portolan loads explain` tells the file of a row by its load.\n';
  return [intro, ...sections, ...marts].join('\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(metricsPage, await renderMetricsPage());
