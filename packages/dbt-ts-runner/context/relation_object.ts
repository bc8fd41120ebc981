import type { RelationPath, RelationType } from '../adapter/relation.ts';
import { quoteIdentifier, Relation } from '../adapter/relation.ts';
import {
  type Call,
  HostObject,
  hostFunction,
  hostObject,
  PyDict,
  PythonError,
  str,
  truthy,
  type Value,
} from '../jinja/index.ts';
import { argumentsOf, textOrNothing } from './arguments.ts';

/** What templates read of a relation. */
const attributes: Readonly<Record<string, (relation: Relation) => Value>> = {
  database: (relation) => relation.database ?? null,
  schema: (relation) => relation.schema ?? null,
  identifier: (relation) => relation.identifier ?? null,
  name: (relation) => relation.identifier ?? null,
  table: (relation) => relation.identifier ?? null,
  type: (relation) => relation.type ?? null,
  is_table: (relation) => relation.type === 'table',
  is_view: (relation) => relation.type === 'view',
  is_cte: (relation) => relation.type === 'cte',
  is_materialized_view: (relation) => relation.type === 'materialized_view',
  can_be_renamed: (relation) => relation.type === 'table' || relation.type === 'view',
  can_be_replaced: (relation) => relation.type === 'view',
  metadata: () => new PyDict([['type', 'Relation']]),
  path: pathObject,
  include: (relation) =>
    hostFunction('include', (call) => relationObject(relation.include(flags(call)))),
  quote: (relation) => hostFunction('quote', (call) => relationObject(relation.quote(flags(call)))),
  quoted: () =>
    hostFunction('quoted', (call) =>
      quoteIdentifier(str(argumentsOf(call, 'quoted', ['identifier'], 1)[0] ?? '')),
    ),
  render: (relation) => hostFunction('render', () => relation.path),
  without_identifier: (relation) =>
    hostFunction('without_identifier', () =>
      relationObject(relation.include({ identifier: false })),
    ),
  incorporate: (relation) => hostFunction('incorporate', (call) => incorporate(relation, call)),
  replace_path: (relation) =>
    hostFunction('replace_path', (call) =>
      relationObject(relation.incorporate({ path: pathOf(call.kwargs) })),
    ),
  get: (relation) =>
    hostFunction('get', (call) => {
      const [key, standard] = argumentsOf(call, 'get', ['key', 'default'], 1);
      return attributeOf(relation, str(key ?? null)) ?? standard ?? null;
    }),
};

function attributeOf(relation: Relation, name: string): Value | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name]?.(relation) : undefined;
}

/** The relation as templates see it: prints as its SQL. */
export function relationObject(relation: Relation): HostObject {
  return hostObject({
    type: 'Relation',
    attribute: (name) => attributeOf(relation, name),
    items: (key) => attributeOf(relation, str(key)),
    mapping: true,
    text: () => relation.text,
    repr: () => `<Relation ${relation.text}>`,
    get key() {
      return `${relation.type ?? ''} ${relation.text}`;
    },
    native: relation,
  });
}

/** The relation behind a template value, or an error that names the function it was given to. */
export function relationOf(value: Value | undefined, given: string): Relation {
  const native = value instanceof HostObject ? value.native : undefined;
  if (native instanceof Relation) return native;
  throw new PythonError('TypeError', `${given} needs a relation, such as ref(...) or this`);
}

/** `api.Relation`. */
export function relationApi(): HostObject {
  const names = ['database', 'schema', 'identifier', 'type'];
  return hostObject({
    type: 'RelationApi',
    attributes: {
      create: hostFunction('create', (call) => {
        const kwargs = new Map([...call.kwargs].filter(([key]) => names.includes(key)));
        const [database, schema, identifier, type] = argumentsOf(
          { ...call, kwargs },
          'Relation.create',
          names,
        );
        return relationObject(
          new Relation(
            {
              database: textOrNothing(database),
              schema: textOrNothing(schema),
              identifier: textOrNothing(identifier),
            },
            textOrNothing(type) as RelationType | undefined,
          ),
        );
      }),
      Table: 'table',
      View: 'view',
      MaterializedView: 'materialized_view',
      CTE: 'cte',
      External: 'external',
    },
  });
}

function pathObject(relation: Relation): HostObject {
  return hostObject({
    type: 'Path',
    attributes: {
      database: relation.database ?? null,
      schema: relation.schema ?? null,
      identifier: relation.identifier ?? null,
    },
  });
}

function incorporate(relation: Relation, call: Call): Value {
  const path = call.kwargs.get('path');
  const entries =
    path instanceof PyDict ? path.entries().map(([key, value]) => [str(key), value] as const) : [];
  const type = textOrNothing(call.kwargs.get('type')) as RelationType | undefined;
  return relationObject(relation.incorporate({ path: pathOf(new Map(entries)), type }));
}

function pathOf(parts: ReadonlyMap<string, Value>): Partial<RelationPath> {
  const path: Record<string, string | undefined> = {};
  for (const part of ['database', 'schema', 'identifier']) {
    const value = parts.get(part);
    if (value !== undefined) path[part] = textOrNothing(value);
  }
  return path;
}

function flags(call: Call): Partial<Record<keyof RelationPath, boolean>> {
  const [database, schema, identifier] = argumentsOf(call, 'include', [
    'database',
    'schema',
    'identifier',
  ]);
  return {
    ...(database === undefined ? {} : { database: truthy(database) }),
    ...(schema === undefined ? {} : { schema: truthy(schema) }),
    ...(identifier === undefined ? {} : { identifier: truthy(identifier) }),
  };
}
