import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Makes the package that is installed elsewhere: JavaScript, types and macros in a folder with a
 * package.json of its own. Usage: node --import tsx build.ts [folder]; default dist.
 */
const source = import.meta.dirname;
const folder = resolve(process.argv[2] ?? join(source, 'dist'));
const modules = join(source, '../../node_modules');
/** Packages that become part of the code, since one file is read faster than many. */
const bundled = ['commander', 'yaml'];
const own = JSON.parse(readFileSync(join(source, 'package.json'), 'utf8'));
const { tsx, ...dependencies }: Record<string, string> = own.dependencies;
const drivers = Object.keys(dependencies).filter((name) => !bundled.includes(name));

async function writeCode(): Promise<void> {
  await build({
    entryPoints: { index: join(source, 'index.ts'), main: join(source, 'cli/main.ts') },
    outdir: join(folder, 'lib'),
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    external: drivers,
    banner: {
      js: `import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);`,
    },
    logLevel: 'warning',
  });
  cpSync(join(source, 'bin/installed.js'), join(folder, 'bin/dbt-ts.js'));
}

function writeTypes(): void {
  const tsc = join(modules, 'typescript/bin/tsc');
  const types = join(folder, 'types');
  const { status } = spawnSync(
    process.execPath,
    [tsc, '-p', join(source, 'tsconfig.build.json'), '--outDir', types],
    { stdio: 'inherit' },
  );
  if (status !== 0) throw new Error('The types could not be written: see the lines above.');
  for (const name of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
    if (!name.endsWith('.d.ts')) continue;
    const text = readFileSync(join(types, name), 'utf8');
    writeFileSync(join(types, name), text.replaceAll(/(['"]\.[^'"\n]*)\.ts(['"])/g, '$1.js$2'));
  }
}

function writePackage(): void {
  const installed = {
    ...{ name: own.name, version: own.version, description: own.description },
    ...{ license: own.license, keywords: own.keywords, engines: own.engines, type: own.type },
    exports: { '.': { types: './types/index.d.ts', default: './lib/index.js' } },
    bin: own.bin,
    dependencies: Object.fromEntries(drivers.map((name) => [name, dependencies[name]])),
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(installed, null, 2)}\n`);
  cpSync(join(source, 'macros'), join(folder, 'macros'), { recursive: true });
  cpSync(join(source, 'README.md'), join(folder, 'README.md'));
  cpSync(join(source, '../../LICENSE'), join(folder, 'LICENSE'));
  for (const name of bundled) {
    cpSync(join(modules, name, 'LICENSE'), join(folder, 'lib', `LICENSE-${name}`));
  }
}

rmSync(folder, { recursive: true, force: true });
await writeCode();
writeTypes();
writePackage();
