import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { installPackages } from 'dbt-ts-runner';
import { describe, expect, onTestFinished, test } from 'vitest';
import { parseYaml } from '../../../packages/dbt-ts-runner/project/yaml.ts';
import { dbtTs, folderOnFile } from '../support/command_line.ts';
import { type Files, openFiles, projectFolder, writeFiles } from '../support/project_folder.ts';
import { tarball } from '../support/tar.ts';

const deep = `tools-1.0/macros/${'very_long_folder_name/'.repeat(6)}deep.sql`;
const tools: Files = {
  'tools-1.0/dbt_project.yml': 'name: tools\n',
  'tools-1.0/macros/seven.sql': '{% macro seven() %}7{% endmacro %}',
  [deep]: '{% macro eight() %}8{% endmacro %}',
};

const uses: Files = { 'models/m.sql': 'select {{ tools.seven() }} + {{ tools.eight() }} as n' };

async function withTarball(packages: string, files: Files = tools): Promise<string> {
  const dir = await folderOnFile({ ...uses, 'packages.yml': packages });
  await writeFile(join(dir, 'tools.tar.gz'), tarball(files));
  return dir;
}

describe('deps', () => {
  test('needs no target, whatever hangs on one', async () => {
    const dir = await folderOnFile({
      'dbt_project.yml': `
name: shop
profile: shop
models:
  +schema: "{{ 'wide' if target.type in ['duckdb'] else target.name }}"`,
      'packages.yml': 'packages: [{local: inner}]',
      'inner/dbt_project.yml':
        'name: inner\nmodels: {+enabled: "{{ target.schema == \'main\' }}"}\n',
      'models/m.sql': 'select 1 as n',
    });
    await dbtTs(dir, 'deps');
    await dbtTs(dir, 'clean');
    const { out } = await dbtTs(dir, 'compile', '--inline', "{{ ref('m') }}");
    expect(out.join('\n')).toContain('wide');
  });

  test('reads local folders where they lie, with the packages they ask for', async () => {
    const bench = await projectFolder({
      'packages.yml': 'packages: [{local: inner}]',
      'inner/dbt_project.yml': 'name: inner\n',
      'inner/packages.yml': 'packages: [{local: ../innermost}]',
      'innermost/dbt_project.yml': 'name: innermost\n',
    });
    expect(await installPackages(bench)).toEqual([
      { name: 'inner', from: 'inner', how: 'read' },
      { name: 'innermost', from: '../innermost', how: 'read' },
    ]);
    expect(parseYaml(await readFile(join(bench, 'package-lock.yml'), 'utf8'), 'lock')).toEqual({
      packages: [
        { local: 'inner', name: 'inner' },
        { local: '../innermost', name: 'innermost' },
      ],
      sha1_hash: 'e0a7254ed271672b4e0fb72ff0248d8f799dc2ab',
    });
  });

  test('unpacks tarballs, from a file and from a server, and runs use them', async () => {
    const server = createServer((_, response) => response.end(tarball(tools)));
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    onTestFinished(() => void server.close());
    const { port } = server.address() as AddressInfo;
    for (const from of ['tools.tar.gz', `http://127.0.0.1:${port}/tools.tar.gz`]) {
      const dir = await withTarball(`packages: [{tarball: '${from}', name: tools}]`);
      const before = await dbtTs(dir, 'run');
      expect(before.err[0]).toMatch(/is not in dbt_packages. Run deps, or put its folder there/);
      expect(await dbtTs(dir, 'deps')).toEqual({
        code: 0,
        out: [`tools: unpacked (${from})`],
        err: [],
      });
      await dbtTs(dir, 'run');
      const shown = await dbtTs(dir, 'show', '-s', 'm', '--output', 'json');
      expect(JSON.parse(shown.out[0] ?? '').show).toEqual([{ n: 15 }]);
    }
  });

  test('keeps the lock while packages.yml asks for the same', async () => {
    const dir = await withTarball('packages: [{tarball: tools.tar.gz, name: tools}]');
    await dbtTs(dir, 'deps');
    const lock = join(dir, 'package-lock.yml');
    const text = await readFile(lock, 'utf8');
    await writeFile(lock, `# mine\n${text}`);
    await dbtTs(dir, 'deps');
    expect(await readFile(lock, 'utf8')).toBe(`# mine\n${text}`);
    await writeFiles(dir, { 'packages.yml': 'packages: []' });
    expect((await dbtTs(dir, 'deps')).out).toEqual(['No packages are asked for']);
  });

  test('a package of the hub that lies in the packages folder is kept', async () => {
    const dir = await folderOnFile({
      'packages.yml': 'packages: [{package: dbt-labs/dbt_utils, version: 1.1.1}]',
      'dbt_packages/dbt_utils/dbt_project.yml': 'name: dbt_utils\n',
    });
    expect((await dbtTs(dir, 'deps')).out).toEqual(['dbt_utils: kept (dbt-labs/dbt_utils)']);
  });

  test.each<[string, Files, RegExp]>([
    [
      '{package: dbt-labs/dbt_utils, version: 1.1.1}',
      {},
      /^packages.yml: The package 'dbt-labs\/dbt_utils' comes from the package hub, which is not reached from here. Put its folder into dbt_packages\/dbt_utils/,
    ],
    ['{git: "https://example.org/x.git"}', {}, /comes from a Git repository/],
    ['{local: nowhere}', {}, /The package folder .*nowhere has no dbt_project.yml/],
    ['{tarball: tools.tar.gz}', {}, /The tarball tools.tar.gz has no name/],
    ['{tarball: gone.tar.gz, name: tools}', {}, /The tarball gone.tar.gz cannot be had: ENOENT/],
    ['{tarball: "http://127.0.0.1:1/x", name: tools}', {}, /cannot be had/],
    [
      '{tarball: tools.tar.gz, name: tools}',
      { 'a/b.sql': '' },
      /is no package: it has no dbt_project.yml/,
    ],
    [
      '{tarball: tools.tar.gz, name: tools}',
      { 'dbt_project.yml': 'name: tools', '../../out.txt': 'x' },
      /it holds the path ..\/..\/out.txt/,
    ],
    ['{nothing: at all}', {}, /cannot be understood. Give it local, tarball, package or git/],
  ])('%s is refused', async (entry, files, message) => {
    const dir = await withTarball(`packages: [${entry}]`, files);
    const { code, err } = await dbtTs(dir, 'deps');
    expect([code, err.length]).toEqual([2, 1]);
    expect(err[0]).toMatch(message);
  });

  test('a package that is both named and linked into the packages folder is one package', async () => {
    const { symlink, mkdir } = await import('node:fs/promises');
    const dir = await projectFolder({
      'packages.yml': 'packages: [{local: inner}]',
      'inner/dbt_project.yml': 'name: inner\n',
    });
    await mkdir(join(dir, 'dbt_packages'));
    await symlink('../inner', join(dir, 'dbt_packages/inner'));
    expect(await installPackages(dir)).toHaveLength(1);
    const { openProject } = await import('dbt-ts-runner');
    const project = await openProject(dir, { profilesDir: dir, database: ':memory:' });
    onTestFinished(() => project.close());
    expect(project.name).toBe('shop');
  });

  test('a cut archive is no package', async () => {
    const dir = await withTarball('packages: [{tarball: tools.tar.gz, name: tools}]');
    await writeFile(join(dir, 'tools.tar.gz'), tarball(tools).subarray(0, 100));
    expect((await dbtTs(dir, 'deps')).err[0]).toMatch(
      /The tarball tools.tar.gz is no package: unexpected end of file/,
    );
    await expect(openFiles({ 'packages.yml': 'packages: [{local: nowhere}]' })).rejects.toThrow(
      /nowhere/,
    );
  });
});
