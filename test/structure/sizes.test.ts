import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sourceFiles } from './sources.ts';

const root = resolve(import.meta.dirname, '../..');

function lines(file: string): number {
  return readFileSync(resolve(root, file), 'utf8').split('\n').length - 1;
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

const existing = (file: string): boolean => existsSync(resolve(root, file));
const typescript = sourceFiles(root, ['.ts', '.tsx']).filter(existing);
const sources = typescript.filter((file) => !file.startsWith('test/'));
const sql = sourceFiles(root, ['.sql']).filter(existing);

describe('files hold one noun each', () => {
  test('no TypeScript file is over 500 lines', () => {
    expect(typescript.filter((file) => lines(file) > 500)).toEqual([]);
  });

  test('TypeScript sources: median at most 120 lines, 95th percentile at most 300', () => {
    const sizes = sources.map(lines);
    expect(quantile(sizes, 0.5)).toBeLessThanOrEqual(120);
    expect(quantile(sizes, 0.95)).toBeLessThanOrEqual(300);
  });

  test('no SQL file is over 200 lines', () => {
    expect(sql.filter((file) => lines(file) > 200)).toEqual([]);
  });

  test('every top-level folder says in at most 60 lines what it is, a package in 80', () => {
    const folders = [
      ...['packages/dbt-ts-runner', 'ingest', 'models', 'warehouse', 'query', 'server'],
      ...['dashboards', 'reports', 'fixtures', 'cli', 'test', 'bench', 'docs', 'scripts'],
    ];
    const wrong = folders.filter((folder) => {
      const readme = `${folder}/README.md`;
      const most = folder.startsWith('packages/') ? 80 : 60;
      return !existing(readme) || lines(readme) > most;
    });
    expect(wrong).toEqual([]);
  });
});
