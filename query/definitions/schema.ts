import { Ajv, type ErrorObject } from 'ajv';
import { classes } from '../access/classes.ts';
import { aggregations, grains } from './model.ts';

const text = { type: 'string' };
const name = { type: 'string', pattern: '^[a-z][a-z0-9_]*$' };
const expr = { type: ['string', 'number'] };

function object(properties: Record<string, unknown>, required: string[]) {
  return { type: 'object', properties, required, additionalProperties: false };
}

const meta = {
  type: 'object',
  properties: {
    code: text,
    formula: text,
    unit: text,
    format: text,
    grain: text,
    requires: { type: 'array', items: name, minItems: 1 },
    owner: text,
    counting_rule: text,
    effective_from: text,
    source: text,
    external_reference: text,
    class: { enum: classes },
    plan: name,
    baseline: name,
  },
};
const configOf = (known: object) => ({
  type: 'object',
  properties: { meta: known, enabled: { type: 'boolean' }, tags: {} },
  additionalProperties: false,
});
const config = configOf(meta);
const modelConfig = configOf({
  type: 'object',
  properties: { evaluated_on: { const: 'as_of' } },
});
const unknown = object({ when: text, reason: name, is_left_out: { type: 'boolean' } }, [
  'when',
  'reason',
]);
const measureConfig = configOf({ type: 'object', properties: { censored: text, unknown } });

const entity = object(
  { name, type: { enum: ['primary', 'unique', 'foreign', 'natural'] }, expr, description: text },
  ['name', 'type'],
);
const dimension = object(
  {
    name,
    type: { enum: ['categorical', 'time'] },
    expr,
    label: text,
    description: text,
    type_params: { type: 'object' },
    is_partition: { type: 'boolean' },
    config,
  },
  ['name', 'type'],
);
const measure = object(
  {
    name,
    agg: { enum: aggregations },
    expr,
    label: text,
    description: text,
    agg_time_dimension: name,
    agg_params: object(
      {
        percentile: { type: 'number', minimum: 0, maximum: 1 },
        use_discrete_percentile: { type: 'boolean' },
        use_approximate_percentile: { const: false },
      },
      ['percentile'],
    ),
    config: measureConfig,
  },
  ['name', 'agg'],
);
const semanticModel = object(
  {
    name,
    model: { type: 'string', pattern: '^\\s*ref\\(\\s*[\'"][a-z0-9_]+[\'"]\\s*\\)\\s*$' },
    label: text,
    description: text,
    config: modelConfig,
    primary_entity: name,
    defaults: object({ agg_time_dimension: name }, []),
    entities: { type: 'array', items: entity },
    dimensions: { type: 'array', items: dimension },
    measures: { type: 'array', items: measure },
  },
  ['name', 'model'],
);

const measureInput = {
  anyOf: [
    text,
    object({ name: text, fill_nulls_with: { type: 'number' }, join_to_timespine: {} }, ['name']),
  ],
};
const metricInput = { anyOf: [text, object({ name: text, alias: text }, ['name'])] };

const metric = {
  ...object(
    {
      name,
      label: text,
      description: text,
      type: { enum: ['simple', 'cumulative', 'ratio', 'derived'] },
      type_params: object(
        {
          measure: measureInput,
          cumulative_type_params: object({ window: text, grain_to_date: { enum: grains } }, []),
          numerator: metricInput,
          denominator: metricInput,
          expr: text,
          metrics: { type: 'array', items: metricInput, minItems: 1 },
        },
        [],
      ),
      config,
      meta,
    },
    ['name', 'type', 'type_params'],
  ),
  oneOf: [
    needs('simple', ['measure']),
    needs('cumulative', ['measure']),
    needs('ratio', ['numerator', 'denominator']),
    needs('derived', ['expr', 'metrics']),
  ],
};

function needs(kind: string, required: string[]) {
  return {
    type: 'object',
    properties: { type: { const: kind }, type_params: { type: 'object', required } },
  };
}

const file = object(
  {
    version: {},
    semantic_models: { type: 'array', items: semanticModel },
    metrics: { type: 'array', items: metric },
  },
  [],
);

const check = new Ajv({ allErrors: false, allowUnionTypes: true }).compile(file);

/** Why a parsed YAML file is not in the grammar of the semantic layer, in words; undefined if it is. */
export function complaint(parsed: unknown): string | undefined {
  if (check(parsed)) return undefined;
  return check.errors?.map(describe)[0] ?? 'it does not follow the grammar';
}

function describe({ instancePath, message, params }: ErrorObject): string {
  const where = instancePath === '' ? 'at the top' : `at ${instancePath}`;
  const extra: unknown = params.additionalProperty ?? params.allowedValues;
  const detail = extra === undefined ? '' : ` (${[extra].flat().join(', ')})`;
  return `${where}: ${message ?? 'invalid'}${detail}`;
}
