import { debugProject, openProject } from 'dbt-ts-runner';
import { afterAll, describe, expect, onTestFinished, test } from 'vitest';
import { statementsIn } from '../../../packages/dbt-ts-runner/adapter/trino/statements.ts';
import { templateValue } from '../../../packages/dbt-ts-runner/adapter/trino/values.ts';
import {
  type Files,
  messages,
  projectFolder,
  statuses,
  writeFiles,
} from '../support/project_folder.ts';
import { startTrino } from '../support/trino_server.ts';
import { expectSame, twoDays, twoDaysOnDuckDb } from './two_days.ts';

const server = await startTrino();
afterAll(() => server?.stop());

const target = (schema: string) =>
  `{type: trino, host: 127.0.0.1, port: ${server?.port}, user: builder, database: lake, schema: ${schema}}`;

async function openFiles(schema: string, files: Files) {
  const profiles = `shop: {target: dev, outputs: {dev: ${target(schema)}}}\n`;
  return open(await projectFolder({ 'profiles.yml': profiles, ...files }));
}

async function open(dir: string) {
  const project = await openProject(dir, { env: {} });
  onTestFinished(() => project.close());
  const rows = async (inline: string) => (await project.show({ inline, limit: null }))[0]?.rows;
  return { dir, project, rows };
}

describe.skipIf(server === undefined)('on Trino', { timeout: 300_000 }, () => {
  test('two days give the same rows', async () => {
    expectSame(await twoDays(target('shop')), await twoDaysOnDuckDb());
  });

  test('contracts, properties, comments and the catalog', async () => {
    const { dir, project } = await openFiles('kept', {
      'models/kept.sql': `{{ config(
        materialized='table', on_table_exists='replace', properties={'format': "'ORC'"},
        persist_docs={'relation': true, 'columns': true}
      ) }} select 'x' as t, 1 as n`,
      'models/kept.yml': `
models:
  - name: kept
    description: It's kept
    config: {contract: {enforced: true}}
    columns:
      - {name: n, data_type: integer, constraints: [{type: not_null}, {type: primary_key}]}
      - {name: t, data_type: varchar(10)}`,
    });
    for (const _ of [1, 2]) {
      expect(statuses(await project.run().finished())).toEqual({ kept: 'success' });
    }
    expect((await project.catalog()).get('model.shop.kept')).toMatchObject({
      database: 'lake',
      schema: 'kept',
      type: 'BASE TABLE',
      columns: [
        { name: 'n', type: 'integer', index: 1 },
        { name: 't', type: 'varchar', index: 2 },
      ],
    });
    const told = await project.show({ inline: 'show create table kept.kept', limit: null });
    expect(JSON.stringify(told[0]?.rows)).toMatch(/COMMENT 'It''s kept'.*format = 'ORC'/);
    await writeFiles(dir, { 'models/kept.sql': "select 'x' as t, cast(1 as double) as n" });
    const { kept } = messages(await (await open(dir)).project.run().finished());
    expect(kept).toContain('n has a data type mismatch, double and not integer');
  });

  test('thousands of seed rows, quotes and all', async () => {
    const { project, rows } = await openFiles('seeds', {
      'seeds/many.csv': [
        'n,said,moment',
        ...Array.from({ length: 5000 }, (_, n) => `${n},"it's ""${n}"", é",2024-01-01T10:00:00`),
      ].join('\n'),
    });
    expect(messages(await project.seed().finished())).toEqual({ many: 'INSERT 5000' });
    expect(
      await rows(
        "select count(*), sum(n), max(said), max(moment) from {{ ref('many') }} where n < 9",
      ),
    ).toEqual([[9, 36, 'it\'s "8", é', '2024-01-01 10:00:00']]);
  });

  test('an interrupt ends the statements under way', async () => {
    const numbers = 'select n from unnest(sequence(1, 10000)) as t(n)';
    const { project } = await openFiles('slow', {
      'models/slow.sql': `{{ config(materialized='table') }}
        select count(*) as n from (${numbers}) a cross join (${numbers}) b cross join (${numbers}) c`,
    });
    const run = project.run();
    for await (const event of run) {
      if (event.kind === 'node_started') setTimeout(() => run.cancel(), 3000);
      if (event.kind !== 'run_finished') continue;
      expect(messages(event.summary).slow).toContain('Query was canceled');
    }
    expect.assertions(1);
  });

  test('debug finds the server, or says why not', async () => {
    const { dir } = await openFiles('found', {});
    expect((await debugProject(dir)).at(-1)).toEqual({
      name: 'connection',
      isFine: true,
      detail: 'database lake',
    });
    await writeFiles(dir, {
      'profiles.yml':
        'shop: {target: dev, outputs: {dev: {type: trino, host: 127.0.0.1, port: 1, user: u, database: d, schema: s}}}',
    });
    expect((await debugProject(dir)).at(-1)?.detail).toContain(
      'The Trino server at http://127.0.0.1:1 cannot be asked',
    );
  });
});

describe('a Trino target', () => {
  const whole = 'host: h, user: u, database: d, schema: s';

  test.each([
    ['host: h, user: u, schema: s', 'sets no database'],
    [`${whole}, method: kerberos`, "sets method to 'kerberos'. Use none, ldap, jwt."],
    [`${whole}, method: ldap`, 'sets no password'],
    [`${whole}, sesion_properties: {}`, "Did you mean 'session_properties'?"],
    [`${whole}, method: ldap, password: p, session_properties: {a: 1}`, 'accepted'],
  ])('with %s: %s', async (settings, said) => {
    const dir = await projectFolder({
      'profiles.yml': `shop: {target: dev, outputs: {dev: {type: trino, ${settings}}}}`,
    });
    const told = await openProject(dir).then(
      () => 'accepted',
      (error: Error) => error.message,
    );
    expect(told).toContain(said);
  });
});

test('statements are told apart by semicolons outside texts, names and comments', () => {
  expect(statementsIn('select \';\' ; -- a; b\nselect "a;b" /* ; */;\n  -- the end')).toEqual([
    "select ';' ",
    ' -- a; b\nselect "a;b" /* ; */',
  ]);
});

test('moments lose the zeros behind their seconds', () => {
  expect(templateValue('2024-01-01 10:00:00.000000', 'timestamp(6)')).toBe('2024-01-01 10:00:00');
  expect(templateValue('2024-01-01 10:00:00.120 UTC', 'timestamp(3) with time zone')).toBe(
    '2024-01-01 10:00:00.12+00',
  );
});
