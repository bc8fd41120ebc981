import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { schemaErrors, schemasPresent } from '../support/artifact_schema.ts';
import { dbtTs, folderOnFile } from '../support/command_line.ts';
import { type Files, messages, openFiles } from '../support/project_folder.ts';

const columns = `
    columns:
      - {name: name, data_type: varchar}
      - {name: id, data_type: int, constraints: [{type: not_null}]}
      - {name: amount, data_type: "decimal(10, 2)"}`;

function model(sql: string, yaml: string, materialized = 'table'): Files {
  return {
    'models/m.sql': `{{ config(materialized='${materialized}', on_schema_change='fail', contract={'enforced': true}) }} ${sql}`,
    'models/m.yml': `models:\n  - name: m${yaml}`,
  };
}

const good = "select 1 as id, 'x' as name, cast(2.5 as decimal(10, 2)) as amount";

async function failure(files: Files): Promise<string | undefined> {
  const { project } = await openFiles(files);
  return messages(await project.run().finished()).m;
}

describe('contracts', () => {
  test.each(['table', 'incremental'])(
    'a %s gets the promised columns and constraints',
    async (materialized) => {
      const constraints = `
    constraints:
      - {type: primary_key, columns: [id]}
      - {type: check, name: positive, expression: amount > 0}${columns}`;
      const { build, rows } = await openFiles(model(good, constraints, materialized));
      expect(await build()).toEqual({ m: 'success' });
      expect(
        await rows(
          "select column_name, data_type, is_nullable from duckdb_columns() where table_name = 'm'",
        ),
      ).toEqual([
        ['name', 'VARCHAR', true],
        ['id', 'INTEGER', false],
        ['amount', 'DECIMAL(10,2)', true],
      ]);
      await expect(rows("insert into m values ('y', 2, -1)")).rejects.toThrow(/CHECK constraint/);
      await expect(rows("insert into m values ('y', 1, 1)")).rejects.toThrow(
        /PRIMARY KEY|Duplicate key/,
      );
    },
  );

  test('rows that break a constraint fail the model and leave the old table', async () => {
    const bench = await openFiles({
      ...model(
        "select 'x' as name, {{ var('id', 1) }} as id, cast(1 as decimal(10, 2)) as amount",
        columns,
      ),
    });
    await bench.build();
    const broken = await bench.reopen({ vars: { id: 'cast(null as int)' } });
    expect(messages(await broken.project.run().finished()).m).toMatch(/NOT NULL constraint failed/);
    expect(await bench.rows('select id from m')).toEqual([[1]]);
  });

  test.each(['table', 'view'])(
    'a %s whose query breaks the promise is refused',
    async (materialized) => {
      const message = await failure(
        model("select 'a' as id, 1 as extra, 'x' as name", columns, materialized),
      );
      expect(message).toMatch(
        /The query of 'm' breaks its enforced contract: id has a data type mismatch, VARCHAR and not INTEGER; extra \(INTEGER\) is missing in contract; amount \(DECIMAL\(10,2\)\) is missing in definition/,
      );
    },
  );

  test('a foreign key refers to a model, which is built before', async () => {
    const { build, rows } = await openFiles({
      'models/z.sql':
        "{{ config(materialized='table', contract={'enforced': true}) }} select 1 as id",
      'models/a.sql':
        "{{ config(materialized='table', contract={'enforced': true}) }} select 1 as id, 1 as z_id",
      'models/all.yml': `
models:
  - name: z
    columns: [{name: id, data_type: int, constraints: [{type: unique}]}]
  - name: a
    columns:
      - {name: id, data_type: int}
      - {name: z_id, data_type: int, constraints: [{type: foreign_key, to: ref('z'), to_columns: [id]}]}
`,
    });
    expect(await build()).toEqual({ a: 'success', z: 'success' });
    await expect(rows('insert into a values (2, 7)')).rejects.toThrow(/foreign key/);
  });

  test.each([
    ['', /The contract of 'm' names no columns/],
    ['\n    columns: [{name: id}]', /needs a data_type for id/],
    [
      '\n    columns: [{name: id, data_type: int, constraints: [{type: nul}]}]',
      /a constraint of the type 'nul'. Use check, not_null/,
    ],
    [
      '\n    columns: [{name: id, data_type: int, constraints: [{type: check}]}]',
      /check constraint without expression/,
    ],
    [
      '\n    constraints: [{type: unique, columns: [other]}]\n    columns: [{name: id, data_type: int}]',
      /has a constraint on 'other', which is no column/,
    ],
  ])('%j is refused while parsing', async (yaml, message) => {
    await expect(openFiles(model('select 1 as id', yaml))).rejects.toThrow(message);
    await expect(openFiles(model('select 1 as id', columns, 'materialized_view'))).rejects.toThrow(
      /cannot be enforced for materialized: materialized_view/,
    );
  });
});

const documented: Files = {
  'seeds/people.csv': 'id,name\n1,Ann\n',
  'models/t.sql':
    "{{ config(materialized='table', persist_docs={'relation': true, 'columns': true}) }} select id, name from {{ ref('people') }}",
  'models/v.sql':
    "{{ config(persist_docs={'relation': true, 'columns': true}) }} select id from {{ ref('t') }}",
  'models/brief.sql': "{{ config(materialized='ephemeral') }} select 1 as id",
  'models/docs.yml': `
sources: [{name: raw, schema: main, tables: [{name: people}, {name: missing}]}]
models:
  - name: t
    description: It's a table.
    columns: [{name: id, description: The key}, {name: gone, description: Not there}]
  - {name: v, description: A view., columns: [{name: id, description: Seen}]}
`,
};

describe('docs generate', () => {
  test('writes what the database says of the relations, comments too', async () => {
    const dir = await folderOnFile(documented);
    expect((await dbtTs(dir, 'build')).code).toBe(0);
    const { code, out } = await dbtTs(dir, 'docs', 'generate');
    expect([code, out.at(-1)]).toEqual([0, 'Catalog of 4 relations']);
    const catalog = JSON.parse(await readFile(join(dir, 'target/catalog.json'), 'utf8'));
    expect(Object.keys(catalog.nodes).sort()).toEqual([
      'model.shop.t',
      'model.shop.v',
      'seed.shop.people',
    ]);
    expect(Object.keys(catalog.sources)).toEqual(['source.shop.raw.people']);
    expect(catalog.nodes['model.shop.t']).toMatchObject({
      metadata: {
        type: 'BASE TABLE',
        schema: 'main',
        name: 't',
        database: 'shop',
        comment: "It's a table.",
      },
      columns: {
        id: { type: 'INTEGER', index: 1, name: 'id', comment: 'The key' },
        name: { type: 'VARCHAR', index: 2, comment: null },
      },
    });
    expect(catalog.nodes['model.shop.v'].metadata).toMatchObject({
      type: 'VIEW',
      comment: 'A view.',
    });
    expect(catalog.nodes['model.shop.v'].columns.id.comment).toBe('Seen');
    if (schemasPresent) expect(await schemaErrors(catalog, 'catalog-v1.schema.json')).toEqual([]);
    const manifest = JSON.parse(await readFile(join(dir, 'target/manifest.json'), 'utf8'));
    expect(manifest.nodes['model.shop.t'].compiled_code).toContain('"people"');
  });
});
