import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { feedsPage, renderFeedsPage } from '../../scripts/feeds-page.ts';
import { metricsPage, renderMetricsPage } from '../../scripts/metrics-page.ts';
import { sourceFiles } from './sources.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(resolve(root, file), 'utf8');
const folders = [
  'ingest',
  'ingest/transports',
  'warehouse',
  'query',
  'server',
  'reports',
  'fixtures',
  'cli',
];

/** Codes that a folder's error catalogue declares. */
function declared(folder: string): string[] {
  const text = read(`${folder}/errors.ts`);
  const codes = [...text.matchAll(/(?:^|[|'\s])([A-Z][A-Z]+_[A-Z_]+)(?=['?:])/g)];
  return [...new Set(codes.map(([, code = '']) => code))].sort();
}

/** Codes that docs/errors.md lists under a folder's heading. */
function listed(folder: string): string[] {
  const [, section = ''] = read('docs/errors.md').split(`## ${folder}\n`);
  const [own = ''] = section.split('\n## ');
  return [...own.matchAll(/^\| `([A-Z_]+)`/gm)].map(([, code = '']) => code).sort();
}

describe('reference pages say what the code does', () => {
  test.each(folders)('docs/errors.md lists the codes of %s, both ways', (folder) => {
    expect(declared(folder).length).toBeGreaterThan(2);
    expect(listed(folder)).toEqual(declared(folder));
  });

  test('every link of README.md leads to a file of the project', () => {
    const links = [...read('README.md').matchAll(/\]\(([^)#:]+)\)/g)].map(([, link = '']) => link);
    expect(links.length).toBeGreaterThan(2);
    const tracked = sourceFiles(root, ['']);
    expect(links.filter((link) => !tracked.includes(link))).toEqual([]);
  });

  test('docs/metrics.md is what models/metrics define', async () => {
    expect(readFileSync(metricsPage, 'utf8')).toBe(await renderMetricsPage());
  });

  test('docs/feeds.md is what ingest/contracts says', () => {
    expect(readFileSync(feedsPage, 'utf8')).toBe(renderFeedsPage());
  });
});
