import { mkdir, open, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import type { JsonObject } from '../project/yaml.ts';

/** What tells that manifest.json is of a certain parse. */
interface Seal {
  readonly state: string;
  /** Where in the file the sections after the metadata begin, and their checksum. */
  readonly start: number;
  readonly checksum: number;
}

const manifestName = 'manifest.json';
const sealName = 'partial_parse_manifest.json';

/**
 * Writes manifest.json with these metadata. Its sections are those of the file that is there, if a
 * parse of the same state left them; else they are made.
 */
export async function writeManifest(
  folder: string,
  state: string | undefined,
  metadata: JsonObject,
  sections: () => JsonObject,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const head = Buffer.from(`{"metadata":${JSON.stringify(metadata)},`);
  const left = state === undefined ? undefined : await sectionsLeft(folder, state);
  const rest = left ?? Buffer.from(JSON.stringify(sections()).slice(1));
  const file = await open(join(folder, manifestName), 'w');
  try {
    await file.writev([head, rest]);
  } finally {
    await file.close();
  }
  if (state === undefined) return;
  const seal: Seal = { state, start: head.length, checksum: crc32(rest) };
  await writeFile(join(folder, sealName), JSON.stringify(seal));
}

/** The sections of the manifest.json in the folder, if they are of this state and whole. */
async function sectionsLeft(folder: string, state: string): Promise<Buffer | undefined> {
  try {
    const seal = JSON.parse(await readFile(join(folder, sealName), 'utf8')) as Seal;
    if (seal.state !== state) return undefined;
    const rest = (await readFile(join(folder, manifestName))).subarray(seal.start);
    return crc32(rest) === seal.checksum ? rest : undefined;
  } catch {
    return undefined;
  }
}
