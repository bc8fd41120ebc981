import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';

const described = (words: string) => ({
  'models/a.sql': 'select 1 as id',
  'models/docs.md': '{% docs ids %}Ids.{% enddocs %}',
  'models/a.yml': `models: [{name: a, description: "${words}"}]`,
});

test('a description may use docs blocks, variables and the target', async () => {
  const words = "{{ doc('ids') }} {{ var('x') }} {{ env_var('Y') }} {{ target.name }}";
  const options = { vars: { x: 1 }, env: { Y: 'two' } };
  const { project } = await openFiles(described(words), options);
  expect(project.manifest.nodes.get('model.shop.a')).toMatchObject({
    description: 'Ids. 1 two dev',
  });
});

test('a docs block that is not there is told', async () => {
  await expect(openFiles(described("{{ doc('idz') }}"))).rejects.toThrow(
    "A description uses doc('idz'), but package 'shop' has no docs block of that name. Did you mean 'ids'? Correct the name or write the block.",
  );
});
