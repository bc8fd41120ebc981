import { parse } from 'yaml';
import { modelFiles, readModel } from './project.ts';

export interface Measure {
  readonly name: string;
  readonly agg:
    | 'count'
    | 'count_distinct'
    | 'sum'
    | 'sum_boolean'
    | 'min'
    | 'max'
    | 'average'
    | 'median'
    | 'percentile';
  readonly expr: string;
  readonly config?: {
    readonly meta: { readonly censored?: string; readonly unknown?: { readonly when: string } };
  };
}

export interface SemanticModel {
  readonly name: string;
  readonly model: string;
  readonly description: string;
  /** `evaluated_on` names the day that its expressions may use. */
  readonly config?: { readonly meta: { readonly evaluated_on?: string } };
  readonly defaults?: { readonly agg_time_dimension: string };
  readonly entities: readonly { readonly name: string; readonly expr: string }[];
  readonly dimensions: readonly {
    readonly name: string;
    readonly type: 'categorical' | 'time';
    readonly expr?: string;
  }[];
  readonly measures?: readonly Measure[];
}

export interface Metric {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly type: 'simple' | 'cumulative' | 'ratio' | 'derived';
  readonly type_params: {
    readonly measure?: string;
    readonly numerator?: string;
    readonly denominator?: string;
    readonly expr?: string;
    readonly metrics?: readonly (string | { readonly name: string })[];
  };
  readonly config: { readonly meta: Readonly<Record<string, unknown>> };
}

interface Written extends Omit<Metric, 'type_params'> {
  readonly type_params: Omit<Metric['type_params'], 'measure'> & {
    readonly measure?: string | { readonly name: string };
  };
}

/** A metric whose measure is the name alone, also where it says what stands for nothing. */
function named(metric: Written): Metric {
  const { measure, ...rest } = metric.type_params;
  if (measure === undefined) return { ...metric, type_params: rest };
  const name = typeof measure === 'string' ? measure : measure.name;
  return { ...metric, type_params: { ...rest, measure: name } };
}

/** Everything in models/metrics. */
export async function metricDefinitions(): Promise<{
  semanticModels: SemanticModel[];
  metrics: Metric[];
}> {
  const files = (await modelFiles('.yml')).filter((file) => file.startsWith('metrics/'));
  const parsed: { semantic_models?: SemanticModel[]; metrics?: Written[] }[] = await Promise.all(
    files.map(async (file) => parse(await readModel(file))),
  );
  return {
    semanticModels: parsed
      .flatMap((it) => it.semantic_models ?? [])
      .map((it) => ({ ...it, entities: it.entities ?? [] })),
    metrics: parsed.flatMap((it) => it.metrics ?? []).map(named),
  };
}

export const martOf = ({ model }: SemanticModel): string => /ref\('(\w+)'\)/.exec(model)?.[1] ?? '';
