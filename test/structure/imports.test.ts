import { readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { sourceFiles } from './sources.ts';

const root = resolve(import.meta.dirname, '../..');

/** What each folder may import of ours; data flows one way. */
const allowed: Record<string, readonly string[]> = {
  'packages/dbt-ts-runner': [],
  ingest: [],
  fixtures: [],
  warehouse: ['dbt-ts-runner', '@portolan/ingest', '@portolan/query'],
  query: [],
  server: ['@portolan/query'],
  reports: ['@portolan/query'],
  dashboards: [],
  cli: [
    '@portolan/dashboards',
    '@portolan/fixtures',
    '@portolan/ingest',
    '@portolan/query',
    '@portolan/reports',
    '@portolan/server',
    '@portolan/warehouse',
  ],
};

const importPattern =
  /(?:^|\n)\s*(?:import|export)\b[^'"\n;]*(?:\n[^'"\n;]*)*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

function importsOf(text: string): string[] {
  return [...text.matchAll(importPattern)].map((match) => match[1] ?? match[2] ?? '');
}

function imports(file: string): string[] {
  return importsOf(readFileSync(resolve(root, file), 'utf8'));
}

const typeOnly = /(?:^|\n)\s*(?:import|export)\s+type\b[^;]*;/g;

/** Imports that exist at run time; a type may refer back to its parts. */
function runtimeImports(file: string): string[] {
  return importsOf(readFileSync(resolve(root, file), 'utf8').replaceAll(typeOnly, ''));
}

function folderOf(file: string): string | undefined {
  return Object.keys(allowed).find((folder) => file.startsWith(`${folder}/`));
}

function isOurs(specifier: string): boolean {
  return specifier.startsWith('@portolan/') || specifier.startsWith('dbt-ts-runner');
}

const files = sourceFiles(root, ['.ts', '.tsx']).filter((file) => folderOf(file) !== undefined);

describe('imports run one way', () => {
  test('there are files to check', () => {
    expect(files.length).toBeGreaterThan(50);
  });

  test('each folder imports only what it may', () => {
    const wrong = files.flatMap((file) => {
      const folder = folderOf(file) ?? '';
      return imports(file)
        .filter((specifier) =>
          specifier.startsWith('.')
            ? folderOf(relative(root, resolve(root, dirname(file), specifier))) !== folder
            : isOurs(specifier) && !allowed[folder]?.includes(specifier),
        )
        .map((specifier) => `${file} imports ${specifier}`);
    });
    expect(wrong).toEqual([]);
  });

  test('no import goes round in a circle', () => {
    const edges = new Map(
      files.map((file) => [
        file,
        runtimeImports(file)
          .filter((specifier) => specifier.startsWith('.'))
          .map((specifier) => relative(root, resolve(root, dirname(file), specifier))),
      ]),
    );
    const done = new Set<string>();
    const circles: string[] = [];
    const visit = (file: string, path: readonly string[]): void => {
      if (path.includes(file)) {
        circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
        return;
      }
      if (done.has(file)) return;
      for (const next of edges.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(circles).toEqual([]);
  });
});
