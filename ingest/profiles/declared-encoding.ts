import { charsetOf } from '../formats/charset.ts';
import { markedEncoding } from '../formats/encoding.ts';
import { headOf } from '../formats/magic.ts';
import type { Unpacked } from '../formats/unpacked.ts';
import { patternOf } from './pattern.ts';
import type { FileMapping, Profile } from './profile.ts';

const HEAD_BYTES = 2 ** 14;

/** The encoding that a page says it is in, if it says so and anybody knows it; a byte order mark says it better. */
const charsetIn = async (path: string): Promise<string | undefined> => {
  const bytes = headOf(path, HEAD_BYTES);
  if (markedEncoding(bytes) !== undefined) return undefined;
  const said = /\bcharset\s*=\s*["']?([\w:.-]+)/i.exec(bytes.toString('latin1'))?.[1];
  return said !== undefined && charsetOf(said) !== undefined ? said : undefined;
};

/** Profiles as they read the files of one archive: with the encoding that a page among these declares. */
export const withDeclaredEncodings = async (
  files: readonly Unpacked[],
  profiles: readonly Profile[],
): Promise<readonly Profile[]> => {
  const found = new Map<string, string | undefined>();
  const declared = async (name: string): Promise<string | undefined> => {
    if (found.has(name)) return found.get(name);
    const page = files.find((file) => patternOf(name).test(file.name));
    const charset = page && (await charsetIn(page.path));
    found.set(name, charset);
    return charset;
  };
  const reread = async (mapping: FileMapping): Promise<FileMapping> => {
    const { encoding, encoding_from } = mapping.reading;
    if (encoding !== undefined || encoding_from === undefined) return mapping;
    const charset = await declared(encoding_from);
    return charset === undefined
      ? mapping
      : { ...mapping, reading: { ...mapping.reading, encoding: charset } };
  };
  return Promise.all(
    profiles.map(async (profile) => ({
      ...profile,
      files: await Promise.all(profile.files.map(reread)),
    })),
  );
};
