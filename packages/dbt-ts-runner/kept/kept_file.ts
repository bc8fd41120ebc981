import { createHash, randomUUID } from 'node:crypto';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { MacroNode } from '../manifest/node.ts';

/** What stands before the rest: whether the rest may be used at all. */
interface Head {
  readonly key: string;
  /** Hashes of the environment variables that the parse read; null for one that was not set. */
  readonly variables: Readonly<Record<string, string | null>>;
  /** Checksum of the rest. */
  readonly body: number;
}

/** A part of a parse: its key, the docs blocks it was made with where it asked for any, what it gave. */
export type KeptUnit = readonly [key: string, docs: string | null, value: unknown];

/** A macro's record before properties describe it, and the ids of the macros it calls. */
export interface KeptMacro {
  readonly node: MacroNode;
  readonly dependencies: readonly string[];
}

export interface KeptBody {
  readonly macros: readonly KeptMacro[];
  readonly units: readonly KeptUnit[];
}

/** What a parse leaves. */
export interface Kept extends KeptBody {
  /** Environment variables that it read. */
  readonly variables: readonly string[];
}

/** What an earlier parse left. */
export interface KeptBefore extends Kept {
  /** Of macros and units. */
  readonly checksum: number;
}

type Env = Readonly<Record<string, string | undefined>>;

const fileName = 'partial_parse.json';

/** What is kept in the folder, if it was made with this key and environment and is whole. */
export async function readKept(
  folder: string,
  key: string,
  env: Env,
): Promise<KeptBefore | undefined> {
  try {
    const bytes = await readFile(join(folder, fileName));
    const end = bytes.indexOf('\n');
    const head = JSON.parse(bytes.toString('utf8', 0, end)) as Head;
    if (head.key !== key) return undefined;
    const variables = Object.keys(head.variables);
    if (variables.some((name) => head.variables[name] !== hashOf(env, name))) return undefined;
    const body = bytes.subarray(end + 1);
    if (head.body !== crc32(body)) return undefined;
    const kept = JSON.parse(body.toString('utf8')) as KeptBody;
    return { ...kept, variables, checksum: head.body };
  } catch {
    return undefined;
  }
}

/**
 * Keeps a parse in the folder, unless a secret of the environment would stand in it; gives the
 * checksum of what is kept.
 */
export async function writeKept(
  folder: string,
  key: string,
  env: Env,
  kept: Kept,
): Promise<number | undefined> {
  const { variables, ...rest } = kept;
  const text = JSON.stringify(rest);
  if (secretsIn(env).some((secret) => text.includes(secret))) {
    await rm(join(folder, fileName), { force: true });
    return undefined;
  }
  const body = Buffer.from(text);
  const head: Head = {
    key,
    variables: Object.fromEntries(variables.map((name) => [name, hashOf(env, name)])),
    body: crc32(body),
  };
  await mkdir(folder, { recursive: true });
  const unfinished = join(folder, `${fileName}.${randomUUID()}`);
  await writeFile(unfinished, Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), body]));
  await rename(unfinished, join(folder, fileName));
  return head.body;
}

/** Values of secret variables, as JSON shows them inside a text. */
function secretsIn(env: Env): string[] {
  return Object.entries(env)
    .filter(([name, value]) => name.startsWith('DBT_ENV_SECRET') && (value ?? '') !== '')
    .map(([, value]) => JSON.stringify(value).slice(1, -1));
}

function hashOf(env: Env, name: string): string | null {
  const value = env[name];
  return value === undefined ? null : sha256(`${name}=${value}`);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
