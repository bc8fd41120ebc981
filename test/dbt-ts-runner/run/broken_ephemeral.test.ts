import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

test('what reads a broken ephemeral model is skipped, and the run has failed', async () => {
  const { project } = await openFiles({
    'models/broken.sql':
      "{{ config(materialized='ephemeral') }} {% if execute %}{{ exceptions.raise_compiler_error('no way') }}{% endif %} select 1 as id",
    'models/brief.sql': "{{ config(materialized='ephemeral') }} select * from {{ ref('broken') }}",
    'models/reader.sql': "select * from {{ ref('brief') }}",
    'models/below.sql': "select * from {{ ref('reader') }}",
  });
  const { results, success } = await project.run().finished();
  expect(success).toBe(false);
  expect(results.map(({ node, status, message }) => [node.name, status, message])).toEqual([
    ['reader', 'skipped', expect.stringMatching(/ephemeral model model.shop.broken.*no way/)],
    ['below', 'skipped', 'Skipped because model.shop.reader did not succeed.'],
  ]);
});
