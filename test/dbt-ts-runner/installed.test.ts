import { execFileSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { projectFolder } from './support/project_folder.ts';

const root = resolve(import.meta.dirname, '../..');
const project = {
  'profiles.yml': 'shop: {target: dev, outputs: {dev: {type: duckdb, path: shop.duckdb}}}',
  'models/a.sql': 'select 1 as id',
  'models/a.yml': 'models: [{name: a, columns: [{name: id, data_tests: [unique]}]}]',
};
let app = '';

const node = (...args: string[]): string =>
  execFileSync(process.execPath, args, { cwd: app, encoding: 'utf8' });

/** A folder in which the packed package is installed; its dependencies are those of the workspace. */
beforeAll(async () => {
  app = await mkdtemp(join(tmpdir(), 'dbt-ts-installed-'));
  const source = join(root, 'packages/dbt-ts-runner');
  const built = join(app, 'built');
  node('--import', join(root, 'node_modules/tsx/dist/loader.mjs'), join(source, 'build.ts'), built);
  execFileSync('npm', ['pack', built, '--ignore-scripts', '--silent'], {
    cwd: app,
    shell: process.platform === 'win32',
  });
  const modules = join(app, 'node_modules');
  await mkdir(modules);
  execFileSync('tar', ['-xzf', 'dbt-ts-runner-0.1.0.tgz', '-C', modules], { cwd: app });
  execFileSync('mv', [join(modules, 'package'), join(modules, 'dbt-ts-runner')]);
  const { dependencies } = JSON.parse(
    await readFile(join(modules, 'dbt-ts-runner/package.json'), 'utf8'),
  );
  for (const name of Object.keys(dependencies)) {
    await mkdir(dirname(join(modules, name)), { recursive: true });
    await symlink(join(root, 'node_modules', name), join(modules, name), 'junction');
  }
  await writeFile(join(app, 'package.json'), '{"type": "module"}');
});

afterAll(() => rm(app, { recursive: true, force: true }));

test('its command line builds a project', async () => {
  const dir = await projectFolder(project);
  const bin = 'node_modules/dbt-ts-runner/bin/dbt-ts.js';
  const folders = ['--project-dir', dir, '--profiles-dir', dir];
  expect(node(bin, 'build', ...folders)).toContain('success 1, pass 1');
  expect(node(bin, 'build', ...folders)).toContain('success 1, pass 1');
}, 120_000);

test("the README's five minutes do what they say", async () => {
  const dir = await projectFolder({});
  for (const name of ['dbt_project.yml', 'profiles.yml']) await rm(join(dir, name));
  const readme = await readFile(join(app, 'node_modules/dbt-ts-runner/README.md'), 'utf8');
  const script = [...readme.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, text]) => text)[0] ?? '';
  const bin = join(app, 'node_modules/dbt-ts-runner/bin/dbt-ts.js');
  const commands = script.replaceAll('npx dbt-ts', `"${process.execPath}" "${bin}"`);
  const out = execFileSync('bash', ['-e', '-c', commands], { cwd: dir, encoding: 'utf8' });
  expect(out).toContain('OK    connection: database shop');
  expect(out).toMatch(/Done in .*s: success 2, pass 1\n/);
  expect(out).toMatch(/\| Ada +\| +50 \|/);
  expect(out).toContain("Compiled node 'customers' is:\nselect customer");
}, 120_000);

test('a program opens a project through it', async () => {
  const dir = await projectFolder(project);
  const program = `
import { openProject } from 'dbt-ts-runner';
const project = await openProject(process.argv[2], { profilesDir: process.argv[2] });
const { results } = await project.build().finished();
await project.close();
console.log(results.map(({ status }) => status).join());
`;
  await writeFile(join(app, 'program.js'), program);
  expect(node('program.js', dir).trim()).toBe('success,pass');
});

test('TypeScript knows its types', async () => {
  const program = `
import { openProject, type RunEvent } from 'dbt-ts-runner';
const project = await openProject('.', { vars: { region: 'EU' } });
for await (const event of project.build({ select: ['+orders'] })) console.log((event satisfies RunEvent).kind);
// @ts-expect-error there is no such option
await openProject('.', { nonsense: 1 });
`;
  await writeFile(join(app, 'program.ts'), program);
  const types = ['--typeRoots', join(root, 'node_modules/@types'), '--types', 'node'];
  const options = ['--strict', '--noEmit', '--module', 'nodenext', '--target', 'es2023', ...types];
  expect(node(join(root, 'node_modules/typescript/bin/tsc'), ...options, 'program.ts')).toBe('');
});
