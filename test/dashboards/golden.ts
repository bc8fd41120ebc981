import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from 'vitest';

const folder = path.join(import.meta.dirname, 'golden');

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

function pretty(markup: string): string {
  return `${markup.replace(/></g, '>\n<').trim()}\n`;
}

/** Compares markup with its stored copy; a changed one is written beside it as `.actual`. */
export function expectGolden(name: string, markup: string): void {
  const stored = path.join(folder, name);
  const changed = `${stored}.actual`;
  const text = pretty(markup);
  const wanted = read(stored);
  if (wanted === text) {
    rmSync(changed, { force: true });
    return;
  }
  mkdirSync(folder, { recursive: true });
  writeFileSync(changed, text);
  expect(text, `differs from golden/${name}; review golden/${name}.actual`).toBe(wanted);
}
