import {
  type Context,
  type Environment,
  type HostObject,
  hostFunction,
  hostObject,
  type Macro,
  PyDict,
  PyList,
  pythonModules,
  str,
  toValue,
  truthy,
  utcDatetime,
  type Value,
} from '../../../../packages/dbt-ts-runner/jinja/index.ts';
import { createRelation, ref, relation, source } from './relations.ts';
import { column, table } from './tables.ts';

/** The error of `exceptions.raise_compiler_error`. */
export class Raised extends Error {}

/** A made-up dbt project `mypkg` on DuckDB at run time: its macros, and one model `m` being built. */
export function project(environment: Environment, macroSource: string): Context {
  const names = new Map<string, Value>();
  const macros = new Map(environment.parse(macroSource, 'macros.sql').bindMacros({ lookup }));
  const results = new Map<string, Value>();
  const settings = new PyDict();

  for (const [name, value] of Object.entries(baseNames())) names.set(name, value);
  for (const [name, macro] of macros) names.set(name, macro);
  const packages = macros.size > 0 ? ['mypkg', 'a'] : [];
  for (const name of packages) names.set(name, packageOf(macros));
  return { lookup };

  function lookup(name: string): Value | undefined {
    return names.get(name);
  }

  function baseNames(): Record<string, Value> {
    const runQuery = hostFunction('run_query', async () => {
      await new Promise((resolve) => setImmediate(resolve));
      return queryResult();
    });
    return {
      ref,
      source,
      run_query: runQuery,
      this: relation({ database: 'db', schema: 'main', identifier: 'this_model' }),
      target: toValue({ name: 'dev', type: 'duckdb', schema: 'main', database: 'db' }),
      execute: true,
      var: hostFunction('var', ({ args }) => args[1] ?? null),
      is_incremental: hostFunction('is_incremental', () => true),
      log: hostFunction('log', () => ''),
      print: hostFunction('print', () => ''),
      config: configObject(settings),
      adapter: adapter(macros),
      api: record({ Relation: record({ create: createRelation }) }),
      builtins: record({ ref, source }),
      modules: pythonModules(),
      run_started_at: utcDatetime(new Date('2026-03-31T12:00:00Z')),
      invocation_id: '7f1e7a52-6b0e-4b1c-8d56-0a7f3c3f9a10',
      flags: record({ FULL_REFRESH: false }),
      model: toValue({ unique_id: 'model.p.m', config: { materialized: 'view' } }),
      graph: toValue({ nodes: graphNodes }),
      context: hostObject({ type: 'Context', items: (key) => lookup(str(key)), mapping: true }),
      exceptions: record({
        raise_compiler_error: hostFunction('raise_compiler_error', ({ args }) => {
          throw new Raised(str(args[0] ?? null));
        }),
      }),
      statement: hostFunction('statement', async (call) => {
        await runCaller(call.caller as Macro, call);
        const data = toValue(rows.map((row) => [...row]));
        const result = new PyDict([
          ['data', data],
          ['table', hostTable()],
        ]);
        results.set(str(call.args[0] ?? null), result);
        return '';
      }),
      load_result: hostFunction(
        'load_result',
        ({ args }) => results.get(str(args[0] ?? null)) ?? null,
      ),
    };
  }
}

async function runCaller(caller: Macro, call: Parameters<Macro['invoke']>[0]): Promise<Value> {
  const { caller: _outer, ...rest } = call;
  return caller.invoke({ ...rest, args: [], kwargs: new Map() });
}

const rows = [
  [1, 'x'],
  [2, 'y'],
] as const;

function hostTable(): HostObject {
  return table(['a', 'b'], rows);
}

function queryResult(): HostObject {
  return hostTable();
}

const graphNodes = {
  'model.p.b': { name: 'b', resource_type: 'model', config: { materialized: 'view' } },
  'model.p.a': { name: 'a', resource_type: 'model', config: { materialized: 'view' } },
  'test.p.t': { name: 't', resource_type: 'test', config: { materialized: 'test' } },
};

function record(attributes: Record<string, Value>): HostObject {
  return hostObject({ type: 'Namespace', attributes });
}

function packageOf(macros: ReadonlyMap<string, Macro>): HostObject {
  return hostObject({ type: 'Package', attribute: (name) => macros.get(name) });
}

/** `config(...)` notes what a model sets and prints nothing; `config.get` reads it back. */
function configObject(settings: PyDict): HostObject {
  return hostObject({
    type: 'Config',
    call: ({ kwargs }) => {
      for (const [name, value] of kwargs) settings.set(name, value);
      return '';
    },
    attributes: {
      get: hostFunction('get', ({ args, kwargs }) => {
        const fallback = args[1] ?? kwargs.get('default') ?? null;
        return settings.get(args[0] ?? null) ?? fallback;
      }),
      require: hostFunction('require', ({ args }) => settings.get(args[0] ?? null) ?? null),
    },
  });
}

/** Dispatch tries `duckdb__name` before `default__name`. */
function adapter(macros: ReadonlyMap<string, Macro>): HostObject {
  return record({
    dispatch: hostFunction('dispatch', ({ args }) => {
      const name = str(args[0] ?? null);
      const found = macros.get(`duckdb__${name}`) ?? macros.get(`default__${name}`);
      if (found === undefined) throw new Error(`no implementation of ${name}`);
      return found;
    }),
    quote: hostFunction('quote', ({ args }) => `"${str(args[0] ?? null)}"`),
    get_columns_in_relation: hostFunction(
      'get_columns_in_relation',
      async ({ args }) =>
        new PyList(
          truthy(args[0] ?? null)
            ? [column('a', 'integer'), column('b', 'text'), column('c', 'date')]
            : [],
        ),
    ),
  });
}
