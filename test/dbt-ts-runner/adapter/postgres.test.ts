import { debugProject, openProject, type Project, type ProjectOptions } from 'dbt-ts-runner';
import pg from 'pg';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { startPostgres } from '../support/postgres_server.ts';
import {
  type Files,
  messages,
  projectFolder,
  statuses,
  writeFiles,
} from '../support/project_folder.ts';

const server = await startPostgres();
afterAll(() => server?.stop());

let schemas = 0;

interface Bench {
  readonly dir: string;
  readonly schema: string;
  readonly project: Project;
  reopen(options?: ProjectOptions): Promise<Bench>;
  build(): Promise<Record<string, string>>;
  rows(sql: string): Promise<unknown[][]>;
}

function target(schema: string, more = ''): string {
  return `{type: postgres, host: 127.0.0.1, port: ${server?.port}, user: postgres, password: secret, dbname: postgres, schema: ${schema}, threads: 4${more}}`;
}

/** A project made of the files on a schema of its own, which is `own` in SQL given to `rows`. */
async function openFiles(files: Files, more = ''): Promise<Bench> {
  const schema = `s${++schemas}`;
  const profiles = `shop: {target: dev, outputs: {dev: ${target(schema, more)}}}\n`;
  return open(await projectFolder({ 'profiles.yml': profiles, ...files }), schema, {});
}

async function open(dir: string, schema: string, options: ProjectOptions): Promise<Bench> {
  const project = await openProject(dir, { env: {}, ...options });
  onTestFinished(() => project.close());
  return {
    dir,
    schema,
    project,
    reopen: (changed = {}) => open(dir, schema, changed),
    build: async () => statuses(await project.build().finished()),
    rows: (sql) => ask(`set search_path to ${schema}; ${sql}`),
  };
}

async function ask(sql: string): Promise<unknown[][]> {
  const client = new pg.Client(`postgres://postgres@127.0.0.1:${server?.port}/postgres`);
  await client.connect();
  try {
    const results: unknown = await client.query({ text: sql, rowMode: 'array' });
    const last = Array.isArray(results) ? results.at(-1) : results;
    return (last as { rows: unknown[][] }).rows;
  } finally {
    await client.end();
  }
}

const numbers = { 'models/numbers.sql': "{{ config(materialized='table') }} select 1 as n" };

describe.skipIf(server === undefined)('on PostgreSQL', () => {
  test('a table is built beside the old one, and readers wait for the exchange alone', async () => {
    const bench = await openFiles({
      'models/slow.sql': `{{ config(materialized='table') }}
        select 1 as n {% if var('slow', false) %} from (select pg_sleep(2)) as s {% endif %}`,
    });
    await bench.build();
    const running = (await bench.reopen({ vars: { slow: true } })).build();
    await new Promise((resolve) => setTimeout(resolve, 700));
    const before = Date.now();
    expect(await bench.rows('select n from slow')).toEqual([[1]]);
    expect(Date.now() - before).toBeLessThan(800);
    expect(await running).toEqual({ slow: 'success' });
    expect(
      await bench.rows(
        `select relname from pg_class where relnamespace = '${bench.schema}'::regnamespace`,
      ),
    ).toEqual([['slow']]);
  });

  test('a table becomes a view and a view a table', async () => {
    const bench = await openFiles(numbers);
    await bench.build();
    await writeFiles(bench.dir, { 'models/numbers.sql': 'select 2 as n' });
    expect(await (await bench.reopen()).build()).toEqual({ numbers: 'success' });
    expect(
      await bench.rows("select relkind from pg_class where oid = 'numbers'::regclass"),
    ).toEqual([['v']]);
    await writeFiles(bench.dir, numbers);
    expect(await (await bench.reopen()).build()).toEqual({ numbers: 'success' });
    expect(await bench.rows('select n from numbers')).toEqual([[1]]);
  });

  test('a materialized view is refreshed, made anew and replaced', async () => {
    const view =
      "{{ config(materialized='materialized_view') }} select n from {{ ref('numbers') }}";
    const bench = await openFiles({ ...numbers, 'models/kept.sql': view });
    const kind = () =>
      bench.rows("select relkind::text from pg_class where oid = 'kept'::regclass");
    expect(await bench.build()).toEqual({ numbers: 'success', kept: 'success' });
    expect(await kind()).toEqual([['m']]);
    await bench.rows('insert into numbers values (2)');
    expect(await bench.rows('select n from kept')).toEqual([[1]]);
    expect(messages(await bench.project.run({ select: ['kept'] }).finished())).toEqual({
      kept: 'REFRESH',
    });
    expect(await bench.rows('select n from kept order by n')).toEqual([[1], [2]]);
    await writeFiles(bench.dir, { 'models/kept.sql': "select n from {{ ref('numbers') }}" });
    expect(await (await bench.reopen()).build()).toEqual({ numbers: 'success', kept: 'success' });
    expect(await kind()).toEqual([['v']]);
  });

  test('indexes are made as configured', async () => {
    const bench = await openFiles({
      'models/indexed.sql': `{{ config(materialized='table', unlogged=true, indexes=[
        {'columns': ['a'], 'unique': true}, {'columns': ['a', 'b'], 'type': 'btree'}
      ]) }} select 1 as a, 2 as b`,
      'seeds/codes.csv': 'code\nx\n',
      'seeds/codes.yml':
        'seeds: [{name: codes, config: {indexes: [{columns: [code], type: hash}]}}]',
    });
    for (const _ of [1, 2]) {
      expect(await bench.build()).toEqual({ codes: 'success', indexed: 'success' });
    }
    const definitions = await bench.rows(
      `select replace(indexdef, '${bench.schema}.', '') from pg_indexes where schemaname = '${bench.schema}' order by 1`,
    );
    expect(definitions.flat()).toEqual([
      'CREATE INDEX codes_code_idx ON codes USING hash (code)',
      'CREATE INDEX indexed_a_b_idx ON indexed USING btree (a, b)',
      'CREATE UNIQUE INDEX indexed_a_idx ON indexed USING btree (a)',
    ]);
    expect(
      await bench.rows("select relpersistence from pg_class where oid = 'indexed'::regclass"),
    ).toEqual([['u']]);
  });

  test('a hook outside the transaction may do what a transaction forbids', async () => {
    const bench = await openFiles({
      'models/swept.sql': `{{ config(materialized='table', post_hook=after_commit('vacuum {{ this }}')) }} select 1 as n`,
      'models/caught.sql': `{{ config(materialized='table', post_hook='vacuum {{ this }}') }} select 1 as n`,
    });
    const told = messages(await bench.project.build().finished());
    expect(told.swept).toBe('SELECT 1');
    expect(told.caught).toContain('VACUUM cannot run inside a transaction block');
  });

  test('loading a seed again keeps the views on it, unless its columns changed', async () => {
    const bench = await openFiles({ 'seeds/codes.csv': 'code,n\nx,1\n' });
    await bench.build();
    await bench.rows('create view above as select code from codes; select 1');
    await writeFiles(bench.dir, { 'seeds/codes.csv': 'code,n\ny,2\n' });
    await (await bench.reopen()).build();
    expect(await bench.rows('select code from above')).toEqual([['y']]);
    await writeFiles(bench.dir, { 'seeds/codes.csv': 'code,m\nz,2\n' });
    await (await bench.reopen()).build();
    expect(await bench.rows('select code, m from codes')).toEqual([['z', 2]]);
    await expect(bench.rows('select code from above')).rejects.toThrow('does not exist');
  });

  test('the word null among texts of a seed is none of them', async () => {
    const bench = await openFiles({ 'seeds/codes.csv': 'code,n\nNULL,1\nx,null\n' });
    await bench.build();
    expect(await bench.rows('select code, n from codes order by n')).toEqual([
      [null, 1],
      ['x', null],
    ]);
  });

  test('a text that is longer than its column is refused, not cut', async () => {
    const bench = await openFiles({
      'seeds/codes.csv': 'code\nabcdef\n',
      'seeds/codes.yml': "seeds: [{name: codes, config: {column_types: {code: 'varchar(3)'}}}]",
    });
    const { codes } = messages(await bench.project.seed().finished());
    expect(codes).toContain('value too long for type character varying(3)');
  });

  test('a broken contract is told by its columns; sizes and kinds of text are one type', async () => {
    const yaml = (type: string) => `
models:
  - name: kept
    config: {contract: {enforced: true}}
    columns: [{name: n, data_type: ${type}}, {name: t, data_type: varchar(10)}, {name: d, data_type: "numeric(10,2)"}]`;
    const files = {
      'models/kept.sql': "{{ config(materialized='table') }} select 1 as n, 'x' as t, 1.5 as d",
      'models/kept.yml': yaml('integer'),
    };
    const bench = await openFiles(files);
    expect(await bench.build()).toEqual({ kept: 'success' });
    await writeFiles(bench.dir, { 'models/kept.yml': yaml('date') });
    const { kept } = messages(await (await bench.reopen()).project.run().finished());
    expect(kept).toContain('n has a data type mismatch, integer and not date');
  });

  test('the catalog tells types, comments and owners', async () => {
    const bench = await openFiles({
      'models/numbers.sql':
        "{{ config(materialized='table', persist_docs={'relation': true, 'columns': true}) }} select 1 as n, 'x' as \"Odd\"",
      'models/numbers.yml':
        "models: [{name: numbers, description: It's numbers, columns: [{name: n, description: A number}]}]",
    });
    await bench.build();
    const catalog = await bench.project.catalog();
    expect(catalog.get('model.shop.numbers')).toEqual({
      database: 'postgres',
      schema: bench.schema,
      name: 'numbers',
      type: 'BASE TABLE',
      comment: "It's numbers",
      owner: 'postgres',
      columns: [
        { name: 'n', type: 'integer', index: 1, comment: 'A number' },
        { name: 'Odd', type: 'text', index: 2, comment: null },
      ],
    });
  });

  test('failures are stored, long names kept apart', async () => {
    const long = 'a_name_that_takes_all_of_the_63_characters_which_it_may_take_up';
    const bench = await openFiles({
      [`models/${long}.sql`]:
        "{{ config(materialized='incremental', unique_key='n') }} select 1 as n",
      'models/models.yml': `
models:
  - name: ${long}
    columns: [{name: n, data_tests: [{accepted_values: {arguments: {values: [2], quote: false}, config: {store_failures: true, alias: wrong_n}}}]}]`,
    });
    await bench.build();
    await bench.build();
    expect(await bench.rows(`select n from ${long}`)).toEqual([[1]]);
    expect(
      await bench.rows(`select value_field from ${bench.schema}_dbt_test__audit.wrong_n`),
    ).toEqual([[1]]);
    await writeFiles(bench.dir, { [`models/${long}_x.sql`]: 'select 1 as n' });
    const told = messages(await (await bench.reopen()).project.run().finished());
    expect(told[`${long}_x`]).toContain('longer than the 63 bytes that PostgreSQL keeps');
  });

  test('transactions that wait for one another are run again', async () => {
    const update = (first: number, second: number) =>
      `{{ config(materialized='table', pre_hook=['update told set n = n + 1 where id = ${first}', 'select pg_sleep(0.3)', 'update told set n = n + 1 where id = ${second}']) }} select 1 as n`;
    const bench = await openFiles(
      {
        'dbt_project.yml':
          'name: shop\nprofile: shop\non-run-start: ["create table told (id int, n int)", "insert into told values (1, 0), (2, 0)"]\n',
        'models/one.sql': update(1, 2),
        'models/two.sql': update(2, 1),
      },
      ', search_path: "told_here, public"',
    );
    await bench.rows('create schema told_here; select 1');
    expect(await bench.build()).toEqual({ one: 'success', two: 'success' });
    expect(await ask('select n from told_here.told order by id')).toEqual([[2], [2]]);
  });

  test('an interrupt ends the statements under way', async () => {
    const bench = await openFiles({
      'models/sleeps.sql':
        "{{ config(materialized='table') }} select 1 as n from (select pg_sleep(60)) as s",
      'models/waits.sql': "select * from {{ ref('sleeps') }}",
    });
    const run = bench.project.run();
    const started = Date.now();
    setTimeout(() => run.cancel(), 1500);
    const summary = await run.finished();
    expect(Date.now() - started).toBeLessThan(10_000);
    expect(statuses(summary)).toEqual({ sleeps: 'error', waits: 'skipped' });
    expect(messages(summary).sleeps).toContain('canceling statement due to user request');
  });

  test('templates see the target without its password', async () => {
    const { project } = await openFiles({});
    expect(
      await project.compileInline(
        "{{ target.host }} {{ target.dbname }} {{ target.database }} {{ target.type }} {{ target.get('password', 'unseen') }}",
      ),
    ).toBe('127.0.0.1 postgres postgres postgres unseen');
  });

  test('a role is taken on each connection', async () => {
    await ask(
      'drop role if exists builder; create role builder; grant all on database postgres to builder; select 1',
    );
    const bench = await openFiles(numbers, ', role: builder');
    expect(await bench.build()).toEqual({ numbers: 'success' });
    const owner = "select pg_get_userbyid(relowner) from pg_class where oid = 'numbers'::regclass";
    expect(await bench.rows(owner)).toEqual([['builder']]);
  });

  test('privileges are those of the config, and no others', async () => {
    await ask(`drop role if exists reader; create role reader; drop role if exists "Other One";
      create role "Other One"; select 1`);
    const model = (grants: string) => ({
      'models/granted.sql': `{{ config(materialized='incremental', grants=${grants}) }} select 1 as n`,
      'models/viewed.sql': `{{ config(grants=${grants}) }} select 1 as n`,
    });
    const bench = await openFiles(
      model("{'select': ['reader'], 'insert': ['reader', 'Other One']}"),
    );
    const granted = () =>
      bench.rows(`select table_name, grantee, privilege_type from information_schema.role_table_grants
        where table_schema = '${bench.schema}' and grantee != 'postgres' order by 1, 2 desc, 3`);
    await bench.build();
    const both = ['granted', 'viewed'].flatMap((name) => [
      [name, 'reader', 'INSERT'],
      [name, 'reader', 'SELECT'],
      [name, 'Other One', 'INSERT'],
    ]);
    expect(await granted()).toEqual(both);
    await writeFiles(bench.dir, model("{'select': 'Other One'}"));
    await (await bench.reopen()).build();
    expect(await granted()).toEqual([
      ['granted', 'Other One', 'SELECT'],
      ['viewed', 'Other One', 'SELECT'],
    ]);
  });

  test('an error of the database names the line of the statement', async () => {
    const bench = await openFiles({ 'models/wrong.sql': 'select\n  1 as n,\n  nothing' });
    const { wrong } = messages(await bench.project.run().finished());
    expect(wrong).toMatch(
      /^models\/wrong\.sql: The database says: column "nothing" does not exist LINE \d+: nothing$/,
    );
  });

  test('debug finds the server, or says why not', async () => {
    const bench = await openFiles({});
    expect((await debugProject(bench.dir)).at(-1)).toEqual({
      name: 'connection',
      isFine: true,
      detail: 'database postgres',
    });
    await writeFiles(bench.dir, {
      'profiles.yml':
        'shop: {target: dev, outputs: {dev: {type: postgres, host: 127.0.0.1, port: 1, user: u, dbname: d, schema: s}}}',
    });
    const [check] = (await debugProject(bench.dir)).slice(-1);
    expect(check?.isFine).toBe(false);
    expect(check?.detail).toContain('The PostgreSQL server at 127.0.0.1:1 cannot be reached');
  });
});

describe('a PostgreSQL target', () => {
  const refusal = async (settings: string) => {
    const dir = await projectFolder({
      'profiles.yml': `shop: {target: dev, outputs: {dev: {type: postgres, ${settings}}}}`,
    });
    return openProject(dir).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
  };
  const whole = 'host: h, user: u, dbname: d, schema: s';

  test.each([
    ['host: h, user: u, dbname: d', 'names no schema'],
    ['host: h, user: u, schema: s', 'sets no dbname'],
    [
      `${whole}, pasword: x`,
      "sets 'pasword', which the PostgreSQL adapter does not have. Did you mean 'password'?",
    ],
    [`${whole}, port: many`, "sets port to 'many'"],
    [`${whole}, sslmode: always`, "sets sslmode to 'always'"],
    [
      `${whole}, sslrootcert: /no/such/file`,
      'names the sslrootcert /no/such/file, which cannot be read',
    ],
    [`${whole}, sslmode: disable, keepalives_idle: 5, connect_timeout: 3, retries: 2`, 'accepted'],
  ])('with %s: %s', async (settings, said) => {
    expect(await refusal(settings)).toContain(said);
  });
});
