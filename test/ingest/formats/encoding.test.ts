import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { IngestError } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toUtf8 } from '../../../ingest/formats/encoding.ts';

const TEXT = 'name\nÅse Ødegård – 日本\n';

describe('toUtf8', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-encoding-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const convert = async (bytes: Uint8Array, declared?: string): Promise<[string, string]> => {
    const path = join(folder, 'in');
    writeFileSync(path, bytes);
    const result = await toUtf8(path, declared, join(folder, 'out'), { label: 'in', profile: 'p' });
    return [result.encoding, readFileSync(result.path, 'utf8')];
  };

  const utf16be = (text: string): Buffer => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

  test('UTF-8 is taken as it is', async () => {
    expect(await convert(Buffer.from(TEXT))).toEqual(['utf-8', TEXT]);
  });

  test('a byte order mark decides, whatever was declared', async () => {
    expect(await convert(utf16be(TEXT), 'windows-1252')).toEqual(['utf-16be', TEXT]);
    const little = Buffer.from(`\ufeff${TEXT}`, 'utf16le');
    expect(await convert(little)).toEqual(['utf-16le', TEXT]);
  });

  test('a declared encoding is decoded', async () => {
    expect(await convert(Buffer.from([0x8a, 0x61, 0x0a]), 'windows-1252')).toEqual([
      'windows-1252',
      'Ša\n',
    ]);
    expect(await convert(Buffer.from([0x8e, 0x0a]), 'macintosh')).toEqual(['macintosh', 'é\n']);
  });

  test.each([
    ['a lone byte', Buffer.from([0x61, 0x0a, 0xe9, 0x62]), 2, 2],
    ['a character cut at the end', Buffer.from([0x61, 0xe6, 0x97]), 1, 1],
    ['an overlong form', Buffer.from([0x61, 0x61, 0xc0, 0xaf]), 2, 1],
  ])('%s is refused at its byte', async (_, bytes, offset, line) => {
    const error = await convert(bytes).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(IngestError);
    expect(String(error)).toContain(`byte ${offset} (line ${line})`);
  });

  test('a character across two reads is whole, a bad one far in is found', async () => {
    const long = Buffer.concat([
      Buffer.alloc(2 ** 20 - 1, 'a'),
      Buffer.from('日'),
      Buffer.alloc(10, 'b'),
    ]);
    expect((await convert(long))[0]).toBe('utf-8');
    const bad = Buffer.concat([long, Buffer.from([0xff])]);
    const error = await convert(bad).catch((cause: unknown) => cause);
    expect(String(error)).toContain(`byte ${long.length} `);
  });
});
