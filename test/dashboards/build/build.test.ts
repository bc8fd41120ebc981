import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildDashboards, type Dashboards } from '../../../dashboards/index.ts';

const scriptBudget = 130 * 1024;
const styleBudget = 15 * 1024;

let built: Dashboards;

function assets(extension: string): string[] {
  const folder = path.join(built.dist, 'assets');
  return readdirSync(folder)
    .filter((name) => name.endsWith(extension))
    .map((name) => path.join(folder, name));
}

function compressed(files: readonly string[]): number {
  return files.reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0);
}

beforeAll(async () => {
  built = await buildDashboards();
});

describe('the built pages', () => {
  test('keep within their weight', () => {
    expect(assets('.js').length).toBeGreaterThan(0);
    expect(compressed(assets('.js'))).toBeLessThanOrEqual(scriptBudget);
    expect(compressed(assets('.css'))).toBeLessThanOrEqual(styleBudget);
  });

  test('carry a hash in the name of every asset', () => {
    for (const file of [...assets('.js'), ...assets('.css')]) {
      expect(path.basename(file)).toMatch(/-[\w-]{8}\.(js|css)$/);
    }
  });

  test('need no inline script, no inline style and no other host', () => {
    const html = readFileSync(path.join(built.dist, 'index.html'), 'utf8');
    expect(html).not.toMatch(/<style|style=|<script(?![^>]*src=)|\bon\w+="/);
    expect(html).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
    for (const file of assets('.css')) {
      expect(readFileSync(file, 'utf8')).not.toMatch(/url\(|@import/);
    }
  });

  test('name the hash of the style that their charts carry', () => {
    const [script = ''] = assets('.js').map((file) => readFileSync(file, 'utf8'));
    const [, template = ''] = /text\(`(:where\(\.\$\{\w+\}\) \{[^`]*)`/.exec(script) ?? [];
    const style = template.replaceAll(/\$\{\w+\}/g, 'plot');
    const hash = createHash('sha256').update(style).digest('base64');
    expect(style).toContain('.plot');
    expect(built.styleHashes).toEqual([`'sha256-${hash}'`]);
  });

  test('tell the server the same in csp.json', () => {
    const manifest = JSON.parse(readFileSync(path.join(built.dist, 'csp.json'), 'utf8'));
    expect(manifest.styleHashes).toEqual(built.styleHashes);
  });
});

test('nothing is built again while the sources are the same', async () => {
  const before = statSync(path.join(built.dist, 'index.html')).mtimeMs;
  await expect(buildDashboards()).resolves.toEqual(built);
  expect(statSync(path.join(built.dist, 'index.html')).mtimeMs).toBe(before);
});
