import { referencesIn } from '../parse/carried.ts';
import { isObject, type Json, type JsonObject, listOf, objectOf, textOf } from '../project/yaml.ts';
import type { Manifest } from './manifest.ts';
import type { CarriedNode } from './node.ts';

/** A semantic model, metric, exposure or saved query as manifest.json has it. */
export function carriedRecord(node: CarriedNode, manifest: Manifest): JsonObject {
  const { yaml, ...base } = node;
  const common = base as unknown as JsonObject;
  const label = textOf(yaml.label) ?? null;
  const description = textOf(yaml.description) ?? '';
  switch (node.resource_type) {
    case 'semantic_model':
      return { ...common, label, description, ...semanticModel(node, manifest) };
    case 'metric':
      return { ...common, label: label ?? node.name, description, ...metric(yaml) };
    case 'exposure':
      return { ...common, label, description, ...exposure(node) };
    case 'saved_query':
      return { ...common, label, description, ...savedQuery(yaml) };
  }
}

function semanticModel(node: CarriedNode, manifest: Manifest): JsonObject {
  const { yaml } = node;
  const [reference] = referencesIn([yaml.model ?? null]);
  const { name, owner } = reference ?? { name: '', owner: null };
  const model = manifest.findRef(name, owner, node.package_name);
  return {
    model: textOf(yaml.model) ?? '',
    node_relation:
      model === undefined
        ? null
        : {
            alias: model.alias,
            schema_name: model.schema,
            database: model.database,
            relation_name: model.relation_name,
          },
    defaults: pick(objectOf(yaml.defaults), ['agg_time_dimension']),
    entities: listOf(yaml.entities).map((entity) =>
      element(entity, ['name', 'type', 'description', 'label', 'role', 'expr']),
    ),
    measures: listOf(yaml.measures).map((measure) =>
      element(measure, [
        'name',
        'agg',
        'description',
        'label',
        'create_metric',
        'expr',
        'agg_params',
        'non_additive_dimension',
        'agg_time_dimension',
      ]),
    ),
    dimensions: listOf(yaml.dimensions).map((dimension) =>
      element(dimension, [
        'name',
        'type',
        'description',
        'label',
        'is_partition',
        'type_params',
        'expr',
      ]),
    ),
    refs: name === '' ? [] : [{ name, package: owner, version: null }],
    primary_entity: textOf(yaml.primary_entity) ?? null,
    unrendered_config: {},
    group: null,
  };
}

function metric(yaml: JsonObject): JsonObject {
  const params = objectOf(yaml.type_params);
  const measure = params.measure === undefined ? null : inputMeasure(params.measure);
  return {
    type: textOf(yaml.type) ?? 'simple',
    type_params: {
      measure,
      input_measures: measure === null ? [] : [measure],
      numerator: params.numerator === undefined ? null : inputMetric(params.numerator),
      denominator: params.denominator === undefined ? null : inputMetric(params.denominator),
      expr: textOf(params.expr) ?? null,
      window: null,
      grain_to_date: null,
      metrics: listOf(params.metrics).map(inputMetric),
    },
    filter: filterOf(yaml.filter),
    time_granularity: textOf(yaml.time_granularity) ?? null,
    meta: objectOf(objectOf(yaml.config).meta),
    tags: listOf(yaml.tags),
    unrendered_config: {},
    sources: [],
    refs: [],
    metrics: [],
    group: null,
  };
}

function exposure({ yaml, config }: CarriedNode): JsonObject {
  const owner = objectOf(yaml.owner);
  const references = referencesIn(listOf(yaml.depends_on));
  return {
    type: textOf(yaml.type) ?? 'analysis',
    owner: { ...owner, email: owner.email ?? null, name: textOf(owner.name) ?? null },
    maturity: textOf(yaml.maturity) ?? null,
    url: textOf(yaml.url) ?? null,
    meta: objectOf(config.meta),
    tags: listOf(config.tags),
    unrendered_config: {},
    refs: references
      .filter(({ kind }) => kind === 'ref')
      .map(({ name, owner: from }) => ({ name, package: from, version: null })),
    sources: references
      .filter(({ kind }) => kind === 'source')
      .map(({ name, owner: from }) => [from, name]),
    metrics: references.filter(({ kind }) => kind === 'metric').map(({ name }) => [name]),
  };
}

function savedQuery(yaml: JsonObject): JsonObject {
  const params = objectOf(yaml.query_params);
  return {
    query_params: {
      metrics: listOf(params.metrics),
      group_by: listOf(params.group_by),
      where: filterOf(params.where),
    },
    exports: [],
    metadata: null,
    unrendered_config: {},
    group: null,
    refs: [],
    tags: listOf(yaml.tags),
  };
}

function element(entry: Json, keys: readonly string[]): JsonObject {
  const yaml = objectOf(entry);
  const { meta } = objectOf(yaml.config);
  return { ...pick(yaml, keys), config: { meta: objectOf(meta) } };
}

function inputMeasure(entry: Json): JsonObject {
  const yaml = isObject(entry) ? entry : { name: entry };
  return {
    ...pick(yaml, ['name', 'alias', 'join_to_timespine', 'fill_nulls_with']),
    filter: filterOf(yaml.filter),
  };
}

function inputMetric(entry: Json): JsonObject {
  const yaml = isObject(entry) ? entry : { name: entry };
  return { ...pick(yaml, ['name', 'alias', 'offset_to_grain']), filter: filterOf(yaml.filter) };
}

function filterOf(value: Json | undefined): Json {
  const filters = listOf(value);
  if (filters.length === 0) return null;
  return {
    where_filters: filters.map((filter) => ({ where_sql_template: String(filter) })),
  };
}

function pick(yaml: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(
    keys.flatMap((key) => {
      const value = yaml[key];
      if (value === undefined) return [];
      return [[key, key === 'expr' && value !== null ? String(value) : value]];
    }),
  );
}
