import type { Class } from './access/classes.ts';
import { isGranted, type Viewer } from './access/viewer.ts';
import { metricClasses, metricDimensions } from './compile/metrics.ts';
import type { Catalog } from './definitions/catalog.ts';
import { grains, type Metric } from './definitions/model.ts';

/** A metric as its definition reads, for hover help, documents and clients. */
export interface MetricDescription {
  name: string;
  label: string;
  description: string;
  type: 'simple' | 'cumulative' | 'ratio' | 'derived';
  /** The formula as people write it. */
  formula?: string;
  code?: string;
  unit?: string;
  format?: string;
  grain?: string;
  /** Dimensions that it must be cut by or filtered to one value of. */
  requires?: string[];
  owner?: string;
  counting_rule?: string;
  effective_from?: string;
  source?: string;
  /** What others publish of the same or a like measure. */
  external_reference?: string;
  /** What a viewer needs to see it. */
  classes: Class[];
  /** Whether this viewer may. */
  is_granted: boolean;
  /** What it can be cut and filtered by. */
  dimensions: string[];
  /** The marts whose rows it counts, and the column that dates them. */
  marts: { name: string; time?: string }[];
}

/** What a request may name in `by` and `where`; one of time is cut by day unless a grain is named. */
export interface DimensionDescription {
  name: string;
  type: 'categorical' | 'time';
  label?: string;
  description?: string;
}

function martsOf(catalog: Catalog, metric: Metric): MetricDescription['marts'] {
  const found = new Map<string, MetricDescription['marts'][number]>();
  for (const formula of catalog.sums(metric)) {
    const { model, measure } = catalog.counted(formula);
    const time = model.dimensions.find(({ name }) => name === measure.time)?.expr;
    found.set(`${model.mart} ${time}`, {
      name: model.mart,
      ...(time === undefined ? {} : { time }),
    });
  }
  return [...found.values()];
}

export function describeMetrics(catalog: Catalog, viewer: Viewer): MetricDescription[] {
  return [...catalog.metrics.values()].map((metric) => {
    const { name, label, description, definition, countingRule, effectiveFrom } = metric;
    const classes = metricClasses(catalog, metric);
    const optional = {
      formula: definition,
      code: metric.code,
      unit: metric.unit,
      format: metric.format,
      grain: metric.grain,
      owner: metric.owner,
      counting_rule: countingRule,
      effective_from: effectiveFrom,
      source: metric.source,
      external_reference: metric.externalReference,
    };
    const requires = catalog.required(metric);
    const given = Object.entries(optional).filter(([, value]) => value !== undefined);
    return {
      name,
      label,
      description,
      type: metric.formula.kind,
      ...Object.fromEntries(given),
      ...(requires.length === 0 ? {} : { requires }),
      classes,
      is_granted: isGranted(viewer, classes),
      dimensions: metricDimensions(catalog, metric),
      marts: martsOf(catalog, metric),
    };
  });
}

export function describeDimensions(catalog: Catalog): DimensionDescription[] {
  const found = new Map<string, DimensionDescription>();
  for (const name of ['metric_time', ...grains]) found.set(name, { name, type: 'time' });
  for (const { name, type, label, description } of catalog.models.flatMap(
    ({ dimensions }) => dimensions,
  )) {
    if (found.has(name)) continue;
    found.set(name, {
      name,
      type,
      ...(label === undefined ? {} : { label }),
      ...(description === undefined ? {} : { description }),
    });
  }
  return [...found.values()];
}
