import { describe, expect, test } from 'vitest';
import { type Files, openFiles } from '../support/project_folder.ts';

const files: Files = {
  'models/secret.sql': 'select 1 as id',
  'models/friend.sql': "select * from {{ ref('secret') }}",
  'models/all.yml': `
groups:
  - {name: fin, owner: {name: Ann, email: ann@example.org, slack: fin}, description: Money}
  - {name: ops, owner: {email: ops@example.org}}
models:
  - {name: secret, config: {group: fin, access: private}, columns: [{name: id, data_tests: [not_null]}]}
  - {name: friend, config: {group: fin}}
`,
};

describe('groups and access', () => {
  test('a private model serves its group and its own tests', async () => {
    const { build, project } = await openFiles(files);
    expect(await build()).toEqual({
      friend: 'success',
      not_null_secret_id: 'pass',
      secret: 'success',
    });
    expect(project.manifestArtifact().groups).toMatchObject({
      'group.shop.fin': { name: 'fin', owner: { name: 'Ann', slack: 'fin' }, description: 'Money' },
    });
  });

  const all = files['models/all.yml'] ?? '';
  test.each<[Files, RegExp]>([
    [
      { 'models/other.sql': "select * from {{ ref('secret') }}" },
      /models\/other.sql: 'other' refers to 'secret', which is private to the group 'fin'/,
    ],
    [
      {
        'models/all.yml': all.replace(
          'name: friend, config: {group: fin}',
          'name: friend, config: {group: ops}',
        ),
      },
      /'friend' refers to 'secret'/,
    ],
    [
      {
        'models/all.yml': all.replace(
          'name: friend, config: {group: fin}',
          'name: friend, config: {group: fim}',
        ),
      },
      /'friend' is in the group 'fim', which does not exist. Did you mean 'fin'/,
    ],
    [
      { 'models/all.yml': all.replace('access: private', 'access: hidden') },
      /'secret' has access: hidden. Use private, protected, public/,
    ],
    [
      { 'models/all.yml': all.replace('owner: {email: ops@example.org}', 'owner: {}') },
      /The group 'ops' has no owner/,
    ],
    [
      {
        'models/secret.sql':
          "{{ config(materialized='ephemeral', access='public') }} select 1 as id",
      },
      /is ephemeral and has access: public/,
    ],
  ])('%j is refused', async (change, message) => {
    await expect(openFiles({ ...files, ...change })).rejects.toThrow(message);
  });

  test('a package that restricts access lets only its public models out', async () => {
    const packaged = (access: string): Files => ({
      'packages.yml': 'packages: [{local: inner}]',
      'inner/dbt_project.yml': 'name: inner\nrestrict-access: true\n',
      'inner/models/given.sql': `{{ config(access='${access}') }} select 1 as id`,
      'inner/models/own.sql': "select * from {{ ref('given') }}",
      'models/taken.sql': "select * from {{ ref('inner', 'given') }}",
    });
    expect(await (await openFiles(packaged('public'))).build()).toMatchObject({ taken: 'success' });
    await expect(openFiles(packaged('protected'))).rejects.toThrow(
      /'taken' refers to 'given', which is protected in the package 'inner'/,
    );
  });
});
