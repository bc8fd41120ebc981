import type { Session } from '../adapter/adapter.ts';
import { quoteIdentifier } from '../adapter/relation.ts';
import { RunnerError } from '../errors.ts';
import {
  type Call,
  type HostObject,
  hostFunction,
  hostObject,
  type Macro,
  type Pending,
  PyList,
  PyTuple,
  str,
  toJs,
  truthy,
  type Value,
} from '../jinja/index.ts';
import { type Json, listOf, objectOf } from '../project/yaml.ts';
import { argumentsOf, textOrNothing } from './arguments.ts';
import { columnApi, columnList, columnObject } from './column_object.ts';
import { columnDefinitions, type Refer, tableConstraints } from './constraint_text.ts';
import { fileMethods } from './external_files.ts';
import type { MacroScope } from './macro_scope.ts';
import { recordObject } from './names.ts';
import { relationApi, relationObject, relationOf } from './relation_object.ts';
import type { Services } from './services.ts';
import { strategyMacro } from './strategy_macro.ts';
import { rowsOf, tableObject } from './table_object.ts';

export interface AdapterObjectOptions {
  readonly services: Services;
  readonly packageName: string;
  readonly scope: () => MacroScope;
  /** Absent while parsing: then nothing is asked of the database. */
  readonly session: Session | undefined;
  /** Told each statement before it runs, and gives what runs in its place. */
  readonly onStatement?: (sql: string) => Promise<string>;
}

type Method = (call: Call) => Pending<Value>;
/** A method that all adapter objects share. */
type SharedMethod = (call: Call, options: AdapterObjectOptions) => Pending<Value>;

const byMacro = [
  'drop_relation',
  'rename_relation',
  'truncate_relation',
  'create_schema',
  'drop_schema',
] as const;

/** `adapter` as templates see it. */
export function adapterObject(options: AdapterObjectOptions): HostObject {
  const { session } = options;
  const methods = session === undefined ? parseMethods : sessionMethods(options, session);
  return hostObject({
    type: 'Adapter',
    attribute: (name) => {
      const own = Object.hasOwn(methods, name) ? methods[name] : undefined;
      if (own !== undefined) return hostFunction(name, own);
      const shared = Object.hasOwn(sharedMethods, name) ? sharedMethods[name] : undefined;
      if (shared !== undefined) return hostFunction(name, (call) => shared(call, options));
      const ofFiles = Object.hasOwn(fileMethods, name) ? fileMethods[name] : undefined;
      return ofFiles && hostFunction(name, (call) => ofFiles(call, options.services));
    },
    attributes: {
      Relation: () => relationApi(),
      Column: () => columnApi(),
      config: () => recordObject('Config', { project_name: options.services.root.name }),
    },
  });
}

const sharedMethods: Readonly<Record<string, SharedMethod>> = {
  type: (_, { services }) => services.adapter.type,
  quote: (call) => quoteIdentifier(str(argumentsOf(call, 'quote', ['identifier'], 1)[0] ?? '')),
  quote_as_configured: (call) => {
    const [identifier] = argumentsOf(call, 'quote_as_configured', ['identifier', 'quote_key'], 1);
    return quoteIdentifier(str(identifier ?? ''));
  },
  quote_seed_column: (call) => {
    const [column, quoted] = argumentsOf(call, 'quote_seed_column', ['column', 'quote_config'], 1);
    const name = str(column ?? '');
    return quoted === undefined || quoted === null || truthy(quoted) ? quoteIdentifier(name) : name;
  },
  dispatch: (call, { services, packageName, scope }) => {
    const [name, namespace] = argumentsOf(call, 'dispatch', ['macro_name', 'macro_namespace'], 1);
    const macroName = str(name ?? '');
    const entry = services.library.dispatch(
      macroName,
      textOrNothing(namespace),
      packageName,
      services.adapter.type,
    );
    if (entry !== undefined) return scope().bind(entry);
    throw new RunnerError(
      'macro_missing',
      `No macro ${services.adapter.type}__${macroName} or default__${macroName} exists. Define one.`,
    );
  },
  get_incremental_strategy_macro: (call, { services, scope }) => {
    const [, strategy] = argumentsOf(
      call,
      'get_incremental_strategy_macro',
      ['model_context', 'strategy'],
      2,
    );
    return strategyMacro(services.library, scope(), str(strategy ?? ''));
  },
  render_raw_columns_constraints: async (call, { services, scope }) => {
    const names = ['raw_columns'];
    const [columns] = argumentsOf(call, 'render_raw_columns_constraints', names, 1);
    const given = objectOf(toJs(columns ?? null) as Json);
    return new PyList(await columnDefinitions(given, refer(services, scope)));
  },
  render_raw_model_constraints: async (call, { services, scope }) => {
    const names = ['raw_constraints'];
    const [constraints] = argumentsOf(call, 'render_raw_model_constraints', names, 1);
    const given = listOf(toJs(constraints ?? null) as Json);
    return new PyList(await tableConstraints(given, refer(services, scope)));
  },
  valid_incremental_strategies: () =>
    new PyList(['append', 'delete+insert', 'merge', 'microbatch']),
  cache_added: () => '',
  cache_dropped: () => '',
  cache_renamed: () => '',
  expand_target_column_types: () => '',
  supports: () => false,
};

/** Renders a foreign key's `to`, such as `ref('customers')`, with the node's names. */
function refer({ environments }: Services, scope: () => MacroScope): Refer {
  return (to) => {
    const text = to.includes('{{') ? to : `{{ foreign_key_target(${to}) }}`;
    return environments.run.parse(text, 'constraint').render(scope().context);
  };
}

const parseMethods = unasked();

/** Methods that ask the database nothing. */
function unasked(): Record<string, Method> {
  const nothing = [
    'get_relation',
    'load_relation',
    'load_table',
    'execute',
    'add_query',
    'commit',
    'leave_transaction',
    'enter_transaction',
    ...byMacro,
  ];
  const lists = [
    'get_columns_in_relation',
    'get_missing_columns',
    'list_relations',
    'list_relations_without_caching',
    'list_schemas',
    'get_column_schema_from_query',
  ];
  return {
    ...Object.fromEntries(nothing.map((name) => [name, () => null])),
    ...Object.fromEntries(lists.map((name) => [name, () => new PyList()])),
    execute: () => new PyTuple([null, tableObject({ columns: [], rows: [] })]),
    check_schema_exists: () => true,
  };
}

function sessionMethods(
  { services, scope, onStatement = async (sql) => sql }: AdapterObjectOptions,
  session: Session,
): Record<string, Method> {
  const viaMacros = byMacro.map((name): [string, Method] => [
    name,
    (call) => required(scope(), name).invoke(call),
  ]);
  return {
    ...Object.fromEntries(viaMacros),
    get_relation: async (call) => {
      const [database, schema, identifier] = argumentsOf(
        call,
        'get_relation',
        ['database', 'schema', 'identifier'],
        3,
      );
      const found = await session.relation({
        database: textOrNothing(database),
        schema: textOrNothing(schema),
        identifier: textOrNothing(identifier),
      });
      return found === undefined ? null : relationObject(found);
    },
    get_columns_in_relation: async (call) => {
      const [relation] = argumentsOf(call, 'get_columns_in_relation', ['relation'], 1);
      return columnList(await session.columns(relationOf(relation, 'get_columns_in_relation')));
    },
    get_missing_columns: async (call) => {
      const names = ['from_relation', 'to_relation'];
      const [from, to] = argumentsOf(call, 'get_missing_columns', names, 2);
      const there = await session.columns(relationOf(to, 'get_missing_columns'));
      const known = new Set(there.map((column) => column.name.toLowerCase()));
      const columns = await session.columns(relationOf(from, 'get_missing_columns'));
      return new PyList(
        columns.filter((column) => !known.has(column.name.toLowerCase())).map(columnObject),
      );
    },
    get_column_schema_from_query: async (call) => {
      const [sql] = argumentsOf(call, 'get_column_schema_from_query', ['sql'], 1);
      return columnList(await session.describe(str(sql ?? '')));
    },
    list_relations_without_caching: (call) => listRelations(call, session),
    list_relations: (call) => listRelations(call, session),
    list_schemas: async (call) => {
      const [database] = argumentsOf(call, 'list_schemas', ['database']);
      return new PyList(await session.schemas(textOrNothing(database)));
    },
    check_schema_exists: async (call) => {
      const [database, schema] = argumentsOf(
        call,
        'check_schema_exists',
        ['database', 'schema'],
        2,
      );
      const wanted = str(schema ?? '').toLowerCase();
      const schemas = await session.schemas(textOrNothing(database));
      return schemas.some((name) => name.toLowerCase() === wanted);
    },
    execute: async (call) => {
      const [sql, , fetch] = argumentsOf(
        call,
        'execute',
        ['sql', 'auto_begin', 'fetch', 'limit'],
        1,
      );
      const text = await onStatement(str(sql ?? ''));
      if (!truthy(fetch ?? false)) {
        const response = await session.execute(text);
        return new PyTuple([recordObject('Response', { ...response }), noRows()]);
      }
      const result = await session.query(text);
      const response = recordObject('Response', { ...result.response });
      return new PyTuple([response, tableObject(result, services.say)]);
    },
    load_table: async (call) => {
      const [relation, table] = argumentsOf(call, 'load_table', ['relation', 'agate_table'], 2);
      const rows = rowsOf(table).map((row) =>
        row.map((value) => (value === null ? null : str(value))),
      );
      await session.load(relationOf(relation, 'load_table'), rows);
      return '';
    },
    commit: async () => {
      if (session.transaction.isOpen) {
        await session.transaction.commit();
        await session.transaction.begin();
      }
      return '';
    },
    leave_transaction: async () => {
      if (session.transaction.isOpen) await session.transaction.commit();
      return '';
    },
    enter_transaction: async () => {
      if (!session.transaction.isOpen) await session.transaction.begin();
      return '';
    },
    add_query: async (call) => {
      const names = ['sql', 'auto_begin', 'bindings', 'abridge_sql_log'];
      const [sql] = argumentsOf(call, 'add_query', names, 1);
      await session.execute(await onStatement(str(sql ?? '')));
      return '';
    },
  };
}

async function listRelations(call: Call, session: Session): Promise<Value> {
  const given = call.args[0] ?? call.kwargs.get('schema_relation') ?? null;
  const [database, schema] = call.args;
  const path =
    typeof given === 'string' || given === null
      ? { database: textOrNothing(database), schema: textOrNothing(schema), identifier: undefined }
      : relationOf(given, 'list_relations_without_caching');
  return new PyList((await session.relations(path)).map(relationObject));
}

function noRows(): HostObject {
  return tableObject({ columns: [], rows: [] });
}

function required(scope: MacroScope, name: string): Macro {
  const macro = scope.find(name);
  if (macro !== undefined) return macro;
  throw new RunnerError('macro_missing', `The macro ${name} does not exist. Define one.`);
}
