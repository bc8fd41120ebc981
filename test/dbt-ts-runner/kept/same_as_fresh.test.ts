import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Files, projectFolder, writeFiles } from '../support/project_folder.ts';
import { parsed, undated } from './parsed.ts';

/** What happens to the project between two parses; null takes a file away. */
interface Edit {
  readonly files?: Readonly<Record<string, string | null>>;
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  readonly target?: string;
}

const project: Files = {
  'dbt_project.yml': `
name: shop
profile: shop
vars: {region: EU, rate: 2.0}
models: {shop: {+tags: [all]}}
`,
  'profiles.yml': `
shop:
  target: dev
  outputs:
    dev: {type: duckdb, path: ':memory:', schema: main}
    live: {type: duckdb, path: ':memory:', schema: live}
`,
  'packages.yml': 'packages: [{local: extra}]',
  'extra/dbt_project.yml': 'name: extra\nprofile: shop\n',
  'extra/macros/cents.sql': '{% macro cents(x) %}{{ x }} * 100{% endmacro %}',
  'extra/models/lent.sql': 'select {{ cents(1) }} as id',
  'macros/tagged.sql': "{% macro tagged() %}{{ config(tags=['m']) }}{% endmacro %}",
  'macros/tagged.yml': 'macros: [{name: tagged, description: Gives a tag.}]',
  'tests/generic/is_even.sql':
    '{% test is_even(model, column_name) %}select * from {{ model }} where {{ column_name }} % 2 = 1{% endtest %}',
  'seeds/raw.csv': 'id\n1\n',
  'models/a.sql': "{{ tagged() }}select * from {{ ref('raw') }}",
  'models/b.sql': "select * from {{ ref('a') }} join {{ source('s', 't') }} using (id)",
  'models/c.sql':
    "select {{ var('region') }} as x, {{ env_var('PLACE', 'none') }} from {{ ref('b') }}",
  'models/docs.md': '{% docs ids %}Ids.{% enddocs %}',
  'models/all.yml': `
sources: [{name: s, tables: [{name: t, columns: [{name: id, data_tests: [not_null]}]}]}]
models:
  - name: a
    description: "{{ doc('ids') }}"
    columns: [{name: id, data_tests: [unique, is_even]}]
  - name: b
    config: {meta: {rate: "{{ var('rate') }}"}}
    columns: [{name: id, data_tests: [{relationships: {arguments: {to: ref('a'), field: id}}}]}]
seeds: [{name: raw, columns: [{name: id, data_tests: [not_null]}]}]
unit_tests:
  - {name: u, model: a, given: [{input: ref('raw'), rows: [{id: 1}]}], expect: {rows: [{id: 1}]}}
exposures: [{name: e, type: dashboard, owner: {name: x}, depends_on: [ref('a')]}]
`,
  'models/versions.yml': `
models: [{name: v, latest_version: 1, columns: [{name: id, data_tests: [unique, {relationships: {arguments: {to: ref('b'), field: id}}}]}], versions: [{v: 1}, {v: 2}]}]
`,
  'models/v_v1.sql': 'select 1 as id',
  'models/v_v2.sql': 'select 2 as id',
  'tests/none.sql': "select * from {{ ref('c') }} where false",
  'analyses/look.sql': "select * from {{ ref('a') }}",
  'snapshots/s.sql':
    "{% snapshot kept %}{{ config(strategy='check', unique_key='id', check_cols='all') }}select * from {{ ref('a') }}{% endsnapshot %}",
};

const edit = (path: string, text: string | null): Edit => ({ files: { [path]: text } });
const inFile = (path: string, from: string, to: string): Edit =>
  edit(path, (project[path] ?? '').replace(from, to));

const edits: Readonly<Record<string, Edit>> = {
  'a model': edit('models/b.sql', "select * from {{ ref('a') }}"),
  'the config in a model': inFile('models/a.sql', '{{ tagged() }}', "{{ config(tags=['x']) }}"),
  'a model that becomes disabled': edit('models/b.sql', '{{ config(enabled=false) }}select 1'),
  'a model that is disabled, with what reads it': {
    files: {
      'models/b.sql': '{{ config(enabled=false) }}select 1',
      'models/c.sql': 'select 1 as id',
    },
  },
  'a model that changes its alias': edit('models/a.sql', "{{ config(alias='z') }}select 1 as id"),
  'a new model': edit('models/deep/d.sql', "select * from {{ ref('c') }}"),
  'a model that is gone': edit('models/c.sql', null),
  'a model that moves to another folder': {
    files: { 'models/b.sql': null, 'models/deep/b.sql': project['models/b.sql'] ?? '' },
  },
  'a model that is renamed': {
    files: { 'models/c.sql': null, 'models/d.sql': project['models/c.sql'] ?? '' },
  },
  'a model that takes the place of a seed': {
    files: { 'seeds/raw.csv': null, 'models/raw.sql': 'select 1 as id' },
  },
  'a test in properties': inFile('models/all.yml', '[unique, is_even]', '[unique]'),
  'a description': inFile('models/all.yml', `"{{ doc('ids') }}"`, 'Plain.'),
  'a group and an access': inFile(
    'models/all.yml',
    '  - name: b\n',
    '  - name: b\n    access: public\n',
  ),
  'properties that move to another file': {
    files: {
      'models/all.yml': (project['models/all.yml'] ?? '').replace(/seeds: .*\n/, ''),
      'seeds/raw.yml': 'seeds: [{name: raw, columns: [{name: id, data_tests: [not_null]}]}]',
    },
  },
  'properties that are gone': edit('models/versions.yml', null),
  'the latest version': inFile('models/versions.yml', 'latest_version: 1', 'latest_version: 2'),
  'a source': inFile('models/all.yml', '{name: t,', '{name: t, identifier: other,'),
  'a unit test': inFile('models/all.yml', 'expect: {rows: [{id: 1}]}', 'expect: {rows: []}'),
  'an exposure': inFile('models/all.yml', "depends_on: [ref('a')]", "depends_on: [ref('b')]"),
  'a macro': edit(
    'macros/tagged.sql',
    "{% macro tagged() %}{{ config(tags=['n']) }}{% endmacro %}",
  ),
  "a macro's description": edit('macros/tagged.yml', null),
  'a macro that names schemas': edit(
    'macros/generate_schema_name.sql',
    '{% macro generate_schema_name(custom, node) %}s_{{ node.name }}{% endmacro %}',
  ),
  'a macro that hides a built-in one': edit(
    'macros/not_null.sql',
    '{% test not_null(model, column_name) %}select {{ config(severity="warn") }} 1 from {{ model }}{% endtest %}',
  ),
  'a generic test': edit(
    'tests/generic/is_even.sql',
    "{% test is_even(model, column_name) %}{{ config(severity='warn') }}select 1 from {{ model }}{% endtest %}",
  ),
  'a docs block': edit('models/docs.md', '{% docs ids %}Others.{% enddocs %}'),
  'a docs block in another package': edit('extra/models/docs.md', '{% docs x %}X.{% enddocs %}'),
  "dbt_project.yml's configs": inFile('dbt_project.yml', '[all]', '[some]'),
  "dbt_project.yml's variables": inFile('dbt_project.yml', 'region: EU', 'region: US'),
  'a float that becomes an integer': inFile('dbt_project.yml', 'rate: 2.0', 'rate: 2'),
  'a folder of models': inFile(
    'dbt_project.yml',
    'name: shop',
    'name: shop\nmodel-paths: [models, more]',
  ),
  'given variables': { vars: { region: 'APAC' } },
  'a given variable that nobody reads': { vars: { other: 1 } },
  'an environment variable': { env: { PLACE: 'here' } },
  'another target': { target: 'live' },
  'the profile': inFile('profiles.yml', 'schema: main', 'schema: other'),
  "a seed's content": edit('seeds/raw.csv', 'id\n1\n2\n'),
  'a new seed': edit('seeds/more.csv', 'id\n1\n'),
  'a singular test': edit('tests/none.sql', "{{ config(severity='warn') }}select 1 where false"),
  'an analysis': edit('analyses/look.sql', "select * from {{ ref('b') }}"),
  'a snapshot': inFile('snapshots/s.sql', 'kept', 'renamed'),
  "a package's model": edit('extra/models/lent.sql', 'select 1 as id, 2 as n'),
  "a package's macro": edit('extra/macros/cents.sql', '{% macro cents(x) %}{{ x }}{% endmacro %}'),
  'a package that is gone': {
    files: { 'packages.yml': null },
  },
  nothing: {},
};

async function carryOut(dir: string, { files = {} }: Edit): Promise<void> {
  for (const [path, text] of Object.entries(files)) {
    if (text === null) await rm(join(dir, path), { force: true });
    else await writeFiles(dir, { [path]: text });
  }
}

/** What a parse gives, or the sentence it ends with. */
async function outcome(dir: string, change: Edit, partialParse: boolean): Promise<unknown> {
  const { vars = {}, env = {}, target = 'dev' } = change;
  try {
    const fresh = partialParse ? {} : { partialParse, targetPath: 'fresh' };
    return undated(await parsed(dir, { vars, env, target, ...fresh }));
  } catch (error) {
    return String(error);
  }
}

describe('a parse after a change gives what a fresh one gives', () => {
  test.each(Object.entries(edits))('%s', async (_, change) => {
    const dir = await projectFolder(project);
    await parsed(dir);
    await carryOut(dir, change);
    const kept = await outcome(dir, change, true);
    expect(kept).toEqual(await outcome(dir, change, false));
    await carryOut(dir, { files: project });
    expect(await outcome(dir, {}, true)).toEqual(await outcome(dir, {}, false));
  });

  test('any changes after each other', async () => {
    const any = fc.constantFrom(...Object.values(edits));
    await fc.assert(
      fc.asyncProperty(fc.array(any, { minLength: 2, maxLength: 6 }), async (changes) => {
        const dir = await projectFolder(project);
        for (const change of changes) {
          await carryOut(dir, change);
          const kept = await outcome(dir, change, true);
          expect(kept).toEqual(await outcome(dir, change, false));
        }
      }),
      { numRuns: 15 },
    );
  }, 120_000);
});
