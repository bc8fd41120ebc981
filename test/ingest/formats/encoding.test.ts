import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { IngestError } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { toUtf8 } from '../../../ingest/formats/encoding.ts';
import { unpack } from '../../../ingest/formats/unpack.ts';
import { LIMITS } from '../../../ingest/limits.ts';
import { parseProfile } from '../../../ingest/profiles/read.ts';

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

  test('letters count as encoded twice in what was delivered as UTF-8 alone', async () => {
    const twice = Buffer.from(Buffer.from('Åse é\n').toString('latin1'));
    const told = async (bytes: Buffer, declared?: string): Promise<boolean> => {
      const path = join(folder, 'in');
      writeFileSync(path, bytes);
      const place = { label: 'in', profile: 'p' };
      return (await toUtf8(path, declared, join(folder, 'out'), place)).isTwiceEncoded;
    };
    expect(await told(twice)).toBe(true);
    expect(await told(Buffer.from('Åse é\n'))).toBe(false);
    expect(await told(Buffer.from('José\n'), 'iso-8859-1')).toBe(false);
  });

  test.each([
    ['cp437', [0x82, 0x80, 0x9a], 'éÇÜ'],
    ['CP850', [0x82, 0xb5, 0xd4], 'éÁÈ'],
    ['ibm850', [0x9b], 'ø'],
    ['iso-8859-1', [0xe9, 0xa4], 'é¤'],
    ['ISO-8859-15', [0xe9, 0xa4], 'é€'],
    ['MacRoman', [0x8e, 0xdb], 'é€'],
    ['windows-1250', [0x9e, 0xea], 'žę'],
    ['windows-1252', [0x80, 0x92], '€’'],
    ['utf-16le', [0xe9, 0, 0x0a, 0], 'é\n'],
    ['shift_jis', [0x93, 0xfa], '日'],
  ])('%s', async (encoding, bytes, text) => {
    expect((await convert(Buffer.from(bytes), encoding))[1]).toBe(text);
  });

  test.each([
    ['iso-8859-1', [0x61, 0x0a, 0x61, 0x92], 3],
    ['windows-1252', [0x61, 0x0a, 0x81], 2],
    ['us-ascii', [0x61, 0x0a, 0xe9], 2],
    ['windows-1253', [0x61, 0x0a, 0xd2], 2],
    ['shift_jis', [0x61, 0x0a, 0x61, 0xff], 3],
  ])('%s refuses a byte that it does not define, at its place', async (encoding, bytes, offset) => {
    const error = await convert(Buffer.from(bytes), encoding).catch((cause: unknown) => cause);
    expect(error).toBeInstanceOf(IngestError);
    expect(String(error)).toContain(`byte ${offset} (line 2) is not ${encoding}`);
  });

  test('a bad byte far into a declared encoding is found', async () => {
    const bytes = Buffer.concat([Buffer.alloc(200_000, 'a\n'), Buffer.from([0x92])]);
    const error = await convert(bytes, 'iso-8859-1').catch((cause: unknown) => cause);
    expect(String(error)).toContain('byte 200000 (line 100001)');
  });

  test('NUL characters are refused with the likely reason', async () => {
    for (const encoding of [undefined, 'windows-1252']) {
      const bare = Buffer.from('a\nb\n', 'utf16le');
      const error = await convert(bare, encoding).catch((cause: unknown) => cause);
      expect(error).toMatchObject({ code: 'WRONG_ENCODING' });
      expect(String(error)).toContain('UTF-16 without a byte order mark');
    }
  });

  test('an encoding that nobody knows is a fault of the profile', async () => {
    const error = await convert(Buffer.from('a'), 'klingon').catch((cause: unknown) => cause);
    expect(error).toMatchObject({ code: 'BAD_PROFILE' });
    const profile = `profile: p\ndescription: d\nencoding: klingon\nfiles:\n  - { name: f, match: { file: "*" }, ignore: none }\n`;
    expect(() => parseProfile('p.yaml', profile)).toThrow('names the encoding klingon');
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

const SECUTRIAL = resolve(
  import.meta.dirname,
  '../../../../shared/samples/edc-secutrial/encodings',
);

describe.skipIf(!existsSync(SECUTRIAL))('one secuTrial export in six encodings', () => {
  const textOf = async (suffix: string, encoding: string | undefined) => {
    const folder = mkdtempSync(join(tmpdir(), 'portolan-secutrial-'));
    try {
      const name = `s_export_CSV-xls_CTU05_short_ref_miss_fr_${suffix}.zip`;
      const path = join(SECUTRIAL, name);
      mkdirSync(join(folder, 'zip'));
      const delivered = { path, name, label: name, bytes: statSync(path).size };
      const members = await unpack(delivered, join(folder, 'zip'), LIMITS);
      const texts: [string, string][] = [];
      for (const member of members.filter((each) => each.name.endsWith('.xls'))) {
        const place = { label: member.label, profile: 'secutrial' };
        const utf8 = await toUtf8(member.path, encoding, join(folder, 'out'), place);
        const text = readFileSync(utf8.path, 'utf8').replace(/^\ufeff/, '');
        texts.push([member.name, text]);
      }
      return texts;
    } finally {
      rmSync(folder, { recursive: true });
    }
  };

  test.each([
    ['utf8bom', undefined],
    ['utf16', undefined],
    ['iso8859-1', 'iso-8859-1'],
    ['iso8859-15', 'iso-8859-15'],
    ['macroman', 'MacRoman'],
  ])('%s reads as UTF-8 does', async (suffix, encoding) => {
    const expected = await textOf('utf8', undefined);
    expect(expected.length).toBeGreaterThan(20);
    expect(expected.flat().join('')).toContain('é');
    expect(await textOf(suffix, encoding)).toEqual(expected);
  });
});
