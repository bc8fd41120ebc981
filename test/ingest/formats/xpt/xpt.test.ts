import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { IngestError } from '@portolan/ingest';
import { describe, expect, test } from 'vitest';
import { xpt } from '../../../../ingest/formats/xpt/xpt.ts';
import { claims, collect, type Row, withFile } from '../collect.ts';
import { LIBRARY, memberOf, versionEight } from './build.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../../shared/samples/sdtm-xpt');

/** Rows, variables and a hash of all cells, as ReadStat read them from the same files. */
const EXPECTED: readonly (readonly [string, number, number, string])[] = [
  ['cdiscpilot01-adam/adae.xpt', 1191, 55, '7089db90e5c3c333'],
  ['cdiscpilot01-adam/adsl.xpt', 254, 48, '287c47d4f012e2ef'],
  ['cdiscpilot01-adam/adtte.xpt', 254, 26, '3cfdf334c5876180'],
  ['cdiscpilot01/ae.xpt', 1191, 35, 'b8378de412f3e4bf'],
  ['cdiscpilot01/dm.xpt', 306, 25, 'cb393b0cfb0d530d'],
  ['cdiscpilot01/ds.xpt', 596, 13, '5e6e51df8c860977'],
  ['cdiscpilot01/ex.xpt', 591, 17, '28c731d11ab04862'],
  ['cdiscpilot01/mh.xpt', 1818, 19, '1a9b748e4a66785b'],
  ['cdiscpilot01/relrec.xpt', 234, 7, 'b9ca487c515f6395'],
  ['cdiscpilot01/sc.xpt', 254, 14, 'e0a07a0e7ffc5382'],
  ['cdiscpilot01/se.xpt', 752, 9, 'e99ebfa7e2ed8433'],
  ['cdiscpilot01/suppdm.xpt', 1197, 10, 'a24e7231cdcf9ed7'],
  ['cdiscpilot01/suppds.xpt', 3, 10, '87eca934bcb017aa'],
  ['cdiscpilot01/sv.xpt', 3559, 8, 'd30ccaf39c3dbcbc'],
  ['cdiscpilot01/ta.xpt', 8, 10, '4078ecec231c0abf'],
  ['cdiscpilot01/te.xpt', 7, 7, '16f5a9d116d8da76'],
  ['cdiscpilot01/ti.xpt', 31, 6, '7ebf30ae44369183'],
  ['cdiscpilot01/ts.xpt', 33, 6, 'abefb6ddc488ec45'],
  ['cdiscpilot01/tv.xpt', 21, 9, '205b25fb4835f38a'],
];

const hashOf = (rows: readonly Row[]): string => {
  const hash = createHash('sha256');
  for (const row of rows) {
    const { ext: _, ...cells } = row;
    hash.update(
      `${Object.values(cells)
        .map((cell) => cell ?? '')
        .join('\x1f')}\x1e`,
    );
  }
  return hash.digest('hex').slice(0, 16);
};

describe.skipIf(!existsSync(SAMPLES))('the CDISC pilot', () => {
  test.each(EXPECTED)(
    '%s: %d rows of %d variables, cell for cell',
    async (file, rows, width, hash) => {
      const path = join(SAMPLES, file);
      expect(await claims(xpt, path)).toBe(true);
      const read = await collect(xpt, path);
      const [name = ''] = read.tables;
      expect(read.rows[name]).toHaveLength(rows);
      expect(read.rows.variable).toHaveLength(width);
      expect(hashOf(read.rows[name] ?? [])).toBe(hash);
    },
  );

  test('traits and descriptions', async () => {
    const { traits, rows } = await collect(xpt, join(SAMPLES, 'cdiscpilot01/dm.xpt'));
    expect(traits).toMatchObject({
      version: '5',
      encoding: 'utf-8',
      datasets: 'DM',
      year_digits: '2',
    });
    expect(rows.dataset).toMatchObject([{ name: 'DM', label: null, records: '306' }]);
    expect(rows.variable?.find((row) => row.name === 'AGE')).toEqual({
      dataset: 'DM',
      name: 'AGE',
      label: 'Age',
      type: 'numeric',
      length: '8',
      format: null,
      informat: null,
      position: '14',
      ext: null,
    });
    const adsl = await collect(xpt, join(SAMPLES, 'cdiscpilot01-adam/adsl.xpt'));
    const started = adsl.rows.variable?.find((row) => row.name === 'TRTSDT');
    expect(started).toMatchObject({ type: 'numeric', format: 'DATE9.' });
    expect(adsl.rows.ADSL?.[0]?.TRTSDT).toBe('19725');
  });

  test('a file with a byte that is no UTF-8 is windows-1252, by the rule of the format', async () => {
    const { traits, rows } = await collect(xpt, join(SAMPLES, 'cdiscpilot01/ts.xpt'));
    expect(traits.encoding).toBe('windows-1252');
    expect(JSON.stringify(rows.TS)).toContain('’');
  });

  test('cut at every percent, a file is refused or ends at a whole record without inventing a row', async () => {
    const whole = readFileSync(join(SAMPLES, 'cdiscpilot01/ts.xpt'));
    const { rows } = await collect(xpt, join(SAMPLES, 'cdiscpilot01/ts.xpt'));
    const expected = rows.TS ?? [];
    for (let percent = 1; percent < 100; percent += 1) {
      const cut = whole.subarray(0, Math.floor((whole.length * percent) / 100));
      const result = await withFile('ts.xpt', cut, (path) => collect(xpt, path)).catch(
        (cause: unknown) => cause,
      );
      if (result instanceof IngestError) expect(result.code).toBe('MALFORMED_FILE');
      else {
        const read = result as Awaited<ReturnType<typeof collect>>;
        const kept = read.rows.TS ?? [];
        expect(kept).toEqual(expected.slice(0, kept.length));
      }
    }
  });

  test('a flipped bit gives rows or a refusal, never a crash', async () => {
    const whole = readFileSync(join(SAMPLES, 'cdiscpilot01/ta.xpt'));
    for (let bit = 0; bit < 400; bit += 1) {
      const flipped = Buffer.from(whole);
      const at = (bit * 7_919) % (bit % 2 === 0 ? 2_400 : whole.length);
      flipped[at] = (flipped[at] ?? 0) ^ (1 << (bit % 8));
      const result = await withFile('ta.xpt', flipped, (path) => collect(xpt, path)).catch(
        (cause: unknown) => cause,
      );
      if (result instanceof Error) expect(result).toBeInstanceOf(IngestError);
    }
  });
});

const ID = { name: 'ID', length: 10 };
const AGE = { name: 'AGE', length: 8, isNumeric: true };

const read = (bytes: Buffer) => withFile('x.xpt', bytes, (path) => collect(xpt, path));

const refusal = async (bytes: Buffer): Promise<string> => {
  const result = await read(bytes).catch((cause: unknown) => cause);
  expect(result).toBeInstanceOf(IngestError);
  return String(result);
};

describe('built files', () => {
  test('several members are several tables', async () => {
    const file = Buffer.concat([
      LIBRARY,
      memberOf('DM', [ID], Buffer.from('a'.padEnd(10) + 'b'.padEnd(10))),
      memberOf('EMPTY', [ID, AGE], Buffer.alloc(0)),
      memberOf('AE', [ID], Buffer.from('c'.padEnd(10))),
    ]);
    const { tables, rows, traits } = await read(file);
    expect(tables).toEqual(['DM', 'EMPTY', 'AE', 'dataset', 'variable']);
    expect(rows.DM?.map((row) => row.ID)).toEqual(['a', 'b']);
    expect(rows.AE?.map((row) => row.ID)).toEqual(['c']);
    expect(rows.EMPTY).toBeUndefined();
    expect(traits.datasets).toBe('DM,EMPTY,AE');
  });

  test('special missing values stand in ext by variable; plain ones do not', async () => {
    const values = ['4118000000000000', '2e00000000000000', '4100000000000000', '5f00000000000000'];
    const file = Buffer.concat([
      LIBRARY,
      memberOf('DM', [AGE], Buffer.from(values.join(''), 'hex')),
    ]);
    expect((await read(file)).rows.DM).toEqual([
      { AGE: '1.5', ext: null },
      { AGE: null, ext: null },
      { AGE: null, ext: '{"AGE":".A"}' },
      { AGE: null, ext: '{"AGE":"._"}' },
    ]);
  });

  test('rows of blanks at the end are padding where they fit into it, and rows elsewhere', async () => {
    const blank = ' '.repeat(10);
    const rowsOf = async (text: string) =>
      (await read(Buffer.concat([LIBRARY, memberOf('DM', [ID], Buffer.from(text))]))).rows.DM
        ?.length;
    expect(await rowsOf('a'.padEnd(10))).toBe(1);
    expect(await rowsOf(`${'a'.padEnd(10)}${blank}${blank}`)).toBe(1);
    expect(await rowsOf(`${blank}${'a'.padEnd(10)}`)).toBe(2);
    expect(await rowsOf(`${'a'.padEnd(10)}${blank.repeat(15)}`)).toBe(9);
  });

  test.each(['LABELV8', 'LABELV9'] as const)('version 8 with a %s block', async (kind) => {
    const file = versionEight(kind, Buffer.from('a   b       '), 3);
    const { traits, tables, rows } = await read(file);
    expect(traits.version).toBe('8');
    expect(tables[0]).toBe('SubjectsOfTheStudy');
    expect(rows.SubjectsOfTheStudy?.map((row) => row.SubjectIdentifierOfTheStudy)).toEqual([
      'a',
      'b',
      null,
    ]);
    expect(rows.variable).toMatchObject([
      {
        name: 'SubjectIdentifierOfTheStudy',
        label: 'L'.repeat(60),
        format: kind === 'LABELV9' ? '$LONGFORMATNAME4.' : null,
      },
    ]);
  });

  test('version 8 without a count reads to the padding; a wrong count is refused', async () => {
    const rows = Buffer.from('a   b   ');
    const open = await read(versionEight('LABELV8', rows, undefined));
    expect(open.rows.SubjectsOfTheStudy).toHaveLength(2);
    expect(await refusal(versionEight('LABELV8', rows, 90))).toContain('announces 90 rows');
  });

  test('5,000 variables and a character variable of 32,767 bytes', async () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({ name: `V${index}`, length: 2 }));
    const wide = Buffer.concat([LIBRARY, memberOf('DM', many, Buffer.alloc(20_000, 'ab'))]);
    const { rows } = await read(wide);
    expect(rows.DM).toHaveLength(2);
    expect(rows.DM?.[1]?.V4999).toBe('ab');
    const long = { name: 'TEXT', length: 32_767 };
    const deep = Buffer.concat([LIBRARY, memberOf('CO', [long], Buffer.alloc(32_767 * 3, 'x'))]);
    expect((await read(deep)).rows.CO?.[2]?.TEXT).toHaveLength(32_767);
  });

  test('a byte that neither UTF-8 nor windows-1252 knows is refused at its place', async () => {
    const rows = Buffer.from('a'.padEnd(10));
    rows[1] = 0x81;
    const message = await refusal(Buffer.concat([LIBRARY, memberOf('DM', [ID], rows)]));
    expect(message).toContain('is not UTF-8 or windows-1252');
  });

  const whole = (): Buffer =>
    Buffer.concat([LIBRARY, memberOf('DM', [ID, AGE], Buffer.alloc(36, 'x'))]);
  const changed = (at: number, text: string): Buffer => {
    const bytes = whole();
    bytes.write(text, at, 'latin1');
    return bytes;
  };
  const NAMESTR = LIBRARY.length + 4 * 80;

  test.each([
    [
      'a length that is no multiple of 80',
      () => whole().subarray(0, -3),
      'no whole number of 80-byte records',
    ],
    ['no dataset', () => LIBRARY, 'holds no dataset'],
    ['a cut description', () => whole().subarray(0, NAMESTR + 160), 'ends early'],
    ['too many variables announced', () => changed(NAMESTR + 54, '0003'), 'variable 3 is neither'],
    ['too few variables announced', () => changed(NAMESTR + 54, '0001'), 'no OBS header'],
    ['a count that is no number', () => changed(NAMESTR + 52, 'abcdef'), 'no number of variables'],
    [
      'a variable of another type',
      () => changed(NAMESTR + 80, '\x00\x07'),
      'neither numeric nor character',
    ],
    ['an impossible length', () => changed(NAMESTR + 84, '\x00\x00'), 'impossible length 0'],
    [
      'overlapping variables',
      () => changed(NAMESTR + 80 + 140 + 84, '\x00\x00\x00\x05'),
      'begins at byte 5',
    ],
    ['variables of one name', () => changed(NAMESTR + 80 + 140 + 8, 'id      '), 'stands twice'],
    ['a name of blanks', () => changed(NAMESTR + 80 + 8, ' '.repeat(8)), 'has no name'],
    [
      'two members of one name',
      () => Buffer.concat([whole(), memberOf('dm', [ID], Buffer.alloc(0))]),
      'stands twice in the transport file',
    ],
    ['a file of PROC CPORT', () => Buffer.from('**COMPRESSED** '.repeat(16)), 'PROC CPORT'],
  ])('%s is refused', async (_, bytes, words) => {
    expect(await refusal(bytes())).toContain(words);
  });

  test('a last row that is cut is refused', async () => {
    const wide = [{ name: 'TEXT', length: 200 }];
    const cut = Buffer.concat([LIBRARY, memberOf('DM', wide, Buffer.alloc(240, 'x'))]);
    expect(await refusal(cut)).toContain('the last row of dataset DM is cut');
  });
});
