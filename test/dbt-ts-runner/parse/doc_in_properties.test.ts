import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

const docs = '{% docs words %}In words.{% enddocs %}';

test('doc() works wherever a description stands', async () => {
  const { project } = await openFiles({
    'models/docs.md': docs,
    'models/one.sql': 'select 1 as id',
    'models/sources.yml': `
sources:
  - name: raw
    description: "{{ doc('words') }}"
    tables:
      - name: orders
        description: "{{ doc('words') }}"
        columns: [{name: id, description: "{{ doc('words') }}"}]
`,
    'macros/twice.sql': '{% macro twice(n) %}{{ n * 2 }}{% endmacro %}',
    'macros/twice.yml': `
macros:
  - name: twice
    description: "{{ doc('words') }}"
    arguments: [{name: n, type: int, description: "{{ doc('words') }}"}]
`,
  });
  const manifest = project.manifestArtifact() as Record<string, Record<string, unknown>>;
  expect(manifest.sources?.['source.shop.raw.orders']).toMatchObject({
    description: 'In words.',
    source_description: 'In words.',
    columns: { id: { description: 'In words.' } },
  });
  expect(manifest.macros?.['macro.shop.twice']).toMatchObject({
    description: 'In words.',
    arguments: [{ name: 'n', type: 'int', description: 'In words.' }],
  });
});

test('the tests of a seed may stand under models', async () => {
  const { build } = await openFiles({
    'seeds/numbers.csv': 'id\n1\n',
    'models/properties.yml':
      'models: [{name: numbers, columns: [{name: id, data_tests: [unique]}]}]',
  });
  expect(await build()).toEqual({ numbers: 'success', unique_numbers_id: 'pass' });
});
