import { describe, expect, test } from 'vitest';
import { refusalOf, toldOf } from './document.ts';

const utf16 = (text: string, isBig: boolean): Buffer => {
  const bytes = Buffer.from(text, 'utf16le');
  return isBig ? bytes.swap16() : bytes;
};

const content = async (bytes: Buffer): Promise<string | undefined> => (await toldOf(bytes))[1];

const declared = (encoding: string, text: string): string =>
  `<?xml version="1.0" encoding="${encoding}"?>\n<x>${text}</x>`;

describe('encodings', () => {
  test.each([
    ['no declaration', Buffer.from('<x>Zoë 日本</x>'), 'Zoë 日本'],
    ['utf-8', Buffer.from(declared('UTF-8', 'Zoë 日本')), 'Zoë 日本'],
    ['utf-8 with mark', Buffer.from(`\ufeff${declared('UTF-8', 'Zoë')}`), 'Zoë'],
    ['latin 1', Buffer.from(declared('ISO-8859-1', 'Zoë'), 'latin1'), 'Zoë'],
    [
      'windows-1252',
      Buffer.from(declared('windows-1252', 'Zo\xeb \x80').toString(), 'latin1'),
      'Zoë €',
    ],
    ['us-ascii', Buffer.from(declared('US-ASCII', 'Zo&#235;')), 'Zoë'],
    ['utf-16le with mark', utf16(`\ufeff${declared('UTF-16', 'Zoë 日本')}`, false), 'Zoë 日本'],
    ['utf-16be with mark', utf16(`\ufeff${declared('UTF-16', 'Zoë 日本')}`, true), 'Zoë 日本'],
    ['utf-16le', utf16(declared('UTF-16', 'Zoë'), false), 'Zoë'],
    ['utf-16be without declaration', utf16('<x>Zoë</x>', true), 'Zoë'],
    [
      'shift_jis',
      Buffer.concat([
        Buffer.from(`<?xml version='1.0' encoding='Shift_JIS'?><x>`),
        Buffer.from([0x93, 0xfa, 0x96, 0x7b]),
        Buffer.from('</x>'),
      ]),
      '日本',
    ],
    ['a mark against a declaration', Buffer.from(`\ufeff${declared('ISO-8859-1', 'ë')}`), 'ë'],
  ])('%s', async (_, bytes, text) => {
    expect(await content(bytes)).toBe(text);
  });

  test('a character on the border of two chunks is whole', async () => {
    for (let shift = 0; shift < 4; shift += 1) {
      const text = `${'x'.repeat(2 ** 17 - 3 - shift)}𝄞日é`;
      expect((await content(Buffer.from(`<x>${text}</x>`))) === text).toBe(true);
    }
  });
});

describe('bytes that are not in the encoding', () => {
  test.each([
    ['utf-8', Buffer.from('<x>\n\nab\xeb</x>', 'latin1'), /byte 7 \(line 3\) is not utf-8/],
    [
      'utf-8 far into the file',
      Buffer.concat([Buffer.from(`<x>${'é\n'.repeat(100_000)}`), Buffer.from([0xff])]),
      /byte 300003 \(line 100001\) is not utf-8/,
    ],
    ['a cut character', Buffer.concat([Buffer.from('<x/>'), Buffer.from([0xe6, 0x97])]), /byte 4 /],
    ['us-ascii', Buffer.from(declared('us-ascii', 'ë')), /byte 45 \(line 2\) is not us-ascii/],
    [
      'iso-8859-1',
      Buffer.from(declared('iso-8859-1', '\x93quoted\x94'), 'latin1'),
      /byte 47 \(line 2\) is not iso-8859-1/,
    ],
    ['an encoding that the prolog contradicts', Buffer.from(declared('utf-16', '')), /byte 0 /],
    [
      'shift_jis',
      Buffer.concat([Buffer.from(declared('shift_jis', '')), Buffer.from([0x81, 0xff])]),
      /is not shift_jis/,
    ],
  ])('%s', async (_, bytes, sentence) => {
    const refusal = await refusalOf(bytes);
    expect(refusal).toMatch(/^WRONG_ENCODING/);
    expect(refusal).toMatch(sentence);
  });

  test('an encoding that nobody knows is not guessed', async () => {
    expect(await refusalOf(Buffer.from(declared('x-own', 'a')))).toMatch(
      /^UNSUPPORTED_FORMAT .*declares an encoding/,
    );
  });
});
