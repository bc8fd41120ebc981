import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');
const launcher = resolve(root, 'cli/bin/portolan.js');

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Starts `portolan` as a user would, with its own home. */
export function start(home: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [launcher, '--home', home, ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Runs `portolan` to its end. */
export function portolan(home: string, ...args: string[]): Promise<Outcome> {
  const child = start(home, args);
  let stdout = '';
  let stderr = '';
  child.stdout?.on('data', (part) => {
    stdout += part;
  });
  child.stderr?.on('data', (part) => {
    stderr += part;
  });
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('close', (code) => done({ code, stdout, stderr }));
  });
}

const samples = resolve(root, '../shared/samples');

/** The folder of sample extracts by other producers; undefined (and said loudly) where it is absent. */
export function sampleFolder(): string | undefined {
  if (existsSync(samples)) return samples;
  console.warn('SKIPPED: the sample extracts (../shared/samples) are not beside this checkout.');
  return undefined;
}

/** Files of a folder whose names match, sorted. */
export function files(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder)
    .filter((name) => pattern.test(name))
    .sort()
    .map((name) => resolve(folder, name));
}
