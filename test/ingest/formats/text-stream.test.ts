import { describe, expect, test } from 'vitest';
import { linesOf, textOf } from '../../../ingest/formats/text-stream.ts';
import { withFile } from './collect.ts';

const lines = (content: string | Uint8Array): Promise<string[]> =>
  withFile('file.ndjson', content, async (path) => {
    const found: string[] = [];
    for await (const line of linesOf(textOf(path, { label: 'file.ndjson' }), 'file.ndjson'))
      found.push(`${line.number}:${line.text}`);
    return found;
  });

const utf16 = (text: string, isBig: boolean): Buffer => {
  const bytes = Buffer.from(`\uFEFF${text}`, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

describe('text streams', () => {
  test('lines keep their number; blank ones are none', async () => {
    expect(await lines('a\r\n\n  \nb\nc')).toEqual(['1:a', '4:b', '5:c']);
    expect(await lines('')).toEqual([]);
  });

  test('a byte order mark decides, and is no part of the text', async () => {
    expect(await lines('\uFEFFé\nb')).toEqual(['1:é', '2:b']);
    expect(await lines(utf16('é\n😀', false))).toEqual(['1:é', '2:😀']);
    expect(await lines(utf16('é\n😀', true))).toEqual(['1:é', '2:😀']);
  });

  test('a character may lie across chunks', async () => {
    const text = `${'x'.repeat(2 ** 18 - 1)}é${'y'.repeat(2 ** 18)}`;
    expect(await lines(text)).toEqual([`1:${text}`]);
  });

  test('bytes that are no UTF-8 are refused where they stand', async () => {
    const bytes = Buffer.concat([Buffer.from('a\nbé'), Buffer.from([0xe9, 0x20])]);
    await expect(lines(bytes)).rejects.toMatchObject({
      code: 'WRONG_ENCODING',
      message: expect.stringContaining('byte 5 (line 2) is not UTF-8'),
    });
    await expect(lines(Buffer.from([0x61, 0xe2, 0x82]))).rejects.toMatchObject({
      code: 'WRONG_ENCODING',
    });
  });
});
