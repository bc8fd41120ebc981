import { hasLimit } from '../parse/freshness.ts';
import { type Json, type JsonObject, listOf, objectOf, textsOf } from '../project/yaml.ts';

/** What of a node can differ from the earlier manifest. */
export const aspects = [
  'body',
  'configs',
  'relation',
  'persisted_descriptions',
  'macros',
  'contract',
] as const;
export type Aspect = (typeof aspects)[number];

/** Records of two manifests, the current and the earlier one. */
export interface Manifests {
  readonly current: JsonObject;
  readonly previous: JsonObject;
}

const sections = [
  'nodes',
  'sources',
  'exposures',
  'metrics',
  'semantic_models',
  'saved_queries',
  'unit_tests',
];

/** A resource's record by unique id. */
export function recordOf(manifest: JsonObject, id: string): JsonObject | undefined {
  for (const section of sections) {
    const record = objectOf(manifest[section])[id];
    if (record !== undefined) return objectOf(record);
  }
  return undefined;
}

/** True when the aspect of two records differs; macros are told by `changedMacros`. */
export function differs(
  aspect: Exclude<Aspect, 'macros'>,
  current: JsonObject,
  previous: JsonObject,
): boolean {
  switch (aspect) {
    case 'body':
      return !same(checksum(current), checksum(previous));
    case 'configs':
      return !same(configOf(current), configOf(previous));
    case 'relation':
      return !same(placeOf(current), placeOf(previous));
    case 'persisted_descriptions':
      return !same(descriptionsOf(current), descriptionsOf(previous));
    case 'contract':
      return !same(contractOf(current), contractOf(previous));
  }
}

/** True when the record says something else than the earlier one; macros aside. */
export function isChanged(current: JsonObject, previous: JsonObject): boolean {
  if (!same(current.fqn ?? null, previous.fqn ?? null)) return true;
  switch (String(current.resource_type)) {
    case 'model':
    case 'seed':
    case 'snapshot':
      return aspects.some((aspect) => aspect !== 'macros' && differs(aspect, current, previous));
    case 'test':
      return ['body', 'configs'].some((aspect) => differs(aspect as 'body', current, previous));
    case 'unit_test':
      return !same(current.checksum ?? null, previous.checksum ?? null);
    case 'source':
      return !same(sourceOf(current), sourceOf(previous));
    default:
      return !same(definitionOf(current), definitionOf(previous));
  }
}

/** Macros that come with the tool: another version of it is no change of the project. */
const builtIn = /^macro\.dbt(?:_(?:duckdb|postgres|trino))?\./;

/** Ids of the project's macros whose text is another one, and of all macros that call such a one. */
export function changedMacros({ current, previous }: Manifests): ReadonlySet<string> {
  const now = objectOf(current.macros);
  const before = objectOf(previous.macros);
  const own = Object.keys(now).filter((id) => !builtIn.test(id));
  const changed = new Set(
    own.filter((id) => {
      const old = before[id];
      return old !== undefined && objectOf(old).macro_sql !== objectOf(now[id]).macro_sql;
    }),
  );
  for (let size = -1; size !== changed.size; ) {
    size = changed.size;
    for (const [id, macro] of Object.entries(now)) {
      const { macros } = objectOf(objectOf(macro).depends_on);
      if (textsOf(macros).some((called) => changed.has(called))) changed.add(id);
    }
  }
  return changed;
}

function checksum(record: JsonObject): Json {
  return objectOf(record.checksum).checksum ?? null;
}

/** What the project set itself, hooks as their text. */
function configOf({ unrendered_config }: JsonObject): Json {
  const entries = Object.entries(objectOf(unrendered_config)).flatMap(([key, value]) => {
    if (/^(?:pre|post)[-_]hook$/.test(key)) {
      return [[key.replace('_', '-'), listOf(value).map((hook) => objectOf(hook).sql ?? hook)]];
    }
    return [[key, key === 'tags' ? textsOf(value).sort() : value]];
  });
  return Object.fromEntries(entries);
}

/** Configured, not resolved: another target is no change. */
function placeOf({ unrendered_config }: JsonObject): Json {
  const { database, schema, alias } = objectOf(unrendered_config);
  return [database ?? null, schema ?? null, alias ?? null];
}

/** Descriptions as far as they are written into the database. */
function descriptionsOf(record: JsonObject): Json {
  const { relation, columns } = objectOf(objectOf(record.config).persist_docs);
  return [
    relation === true ? (record.description ?? '') : null,
    columns === true
      ? Object.values(objectOf(record.columns)).map((column) => {
          const { name, description } = objectOf(column);
          return [name ?? null, description ?? ''];
        })
      : null,
  ];
}

/** The columns and constraints that an enforced contract promises. */
function contractOf(record: JsonObject): Json {
  if (objectOf(record.contract).enforced !== true) return [];
  const columns = Object.values(objectOf(record.columns)).map((column) => {
    const { name, data_type, constraints } = objectOf(column);
    return [name ?? null, data_type ?? null, listOf(constraints).map(constraintOf)];
  });
  return [columns.map(canonical).sort(), listOf(record.constraints).map(constraintOf)];
}

function constraintOf(constraint: Json): Json {
  const { type, expression, columns } = objectOf(constraint);
  return [type ?? null, expression ?? null, textsOf(columns)];
}

function sourceOf(record: JsonObject): Json {
  const { source_name, identifier, quoting, loader, freshness, loaded_at_field, external } = record;
  return [
    source_name ?? null,
    identifier ?? null,
    objectOf(quoting),
    loader ?? null,
    hasLimit(freshness ?? null) ? (freshness ?? null) : null,
    loaded_at_field ?? null,
    external ?? null,
    objectOf(record.config).enabled ?? true,
  ];
}

const incidental = new Set([
  'created_at',
  'path',
  'original_file_path',
  'config',
  'unrendered_config',
  'depends_on',
  'doc_blocks',
  'node_relation',
]);

function definitionOf(record: JsonObject): Json {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !incidental.has(key)));
}

/** Equal whatever the order of keys. */
function same(a: Json, b: Json): boolean {
  return canonical(a) === canonical(b);
}

function canonical(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonical(value[key] ?? null)}`).join(',')}}`;
}
