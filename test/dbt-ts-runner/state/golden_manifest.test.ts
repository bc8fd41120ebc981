import { existsSync } from 'node:fs';
import { cp, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readState } from 'dbt-ts-runner';
import { expect, test } from 'vitest';
import { openFiles } from '../support/project_folder.ts';
import { shop } from '../support/shop.ts';

const file = fileURLToPath(
  new URL('../../../../shared/golden/artifacts/sample-manifest-v12.json', import.meta.url),
);
if (!existsSync(file)) console.warn(`SKIPPED: there is no manifest of a real project at ${file}`);

test.skipIf(!existsSync(file))('the manifest of a real project of dbt is a state', async () => {
  const { dir, project } = await openFiles(shop);
  const folder = join(dir, 'kept');
  await cp(file, join(folder, 'manifest.json'));
  const { nodes } = JSON.parse(await readFile(file, 'utf8'));
  expect(Object.keys(nodes).length).toBeGreaterThan(5);
  const state = await readState(folder);
  const names = project.ls({ select: ['state:new'], state }).map((node) => node.unique_id);
  expect(names.sort()).toEqual(
    project
      .ls()
      .map((node) => node.unique_id)
      .sort(),
  );
  expect(project.ls({ select: ['state:old'], state })).toEqual([]);
});
