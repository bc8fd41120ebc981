import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { swapIn } from '../../../dashboards/build/swap.ts';

let root: string;

beforeEach(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'portolan-swap-'));
});

afterEach(() => rm(root, { recursive: true, force: true }));

async function folder(name: string, text: string): Promise<string> {
  const made = path.join(root, name);
  await mkdir(made);
  await writeFile(path.join(made, 'page'), text);
  return made;
}

test('a finished folder takes the place of an older one or of none', async () => {
  const place = path.join(root, 'dist');
  await swapIn(await folder('first', '1'), place);
  expect(await readFile(path.join(place, 'page'), 'utf8')).toBe('1');
  await swapIn(await folder('second', '2'), place);
  expect(await readFile(path.join(place, 'page'), 'utf8')).toBe('2');
  expect(await readdir(root)).toEqual(['dist']);
});

test('of several at once one stays whole and nothing is left behind', async () => {
  const place = await folder('dist', 'old');
  const names = ['a', 'b', 'c', 'd'];
  const finished = await Promise.all(names.map((name) => folder(name, name)));
  await Promise.all(finished.map((made) => swapIn(made, place)));
  expect(await readdir(root)).toEqual(['dist']);
  expect(names).toContain(await readFile(path.join(place, 'page'), 'utf8'));
});
