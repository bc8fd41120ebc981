import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32, deflateRawSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { unpack } from '../../../ingest/formats/unpack.ts';
import { LIMITS, type Limits } from '../../../ingest/limits.ts';
import { siteCsv, testHome } from '../home.ts';

interface ZipEntry {
  readonly name: string;
  readonly content: string | Buffer;
  readonly mode?: number;
  readonly flags?: number;
  readonly crc?: number;
}

/** A zip written byte by byte, so that unsafe ones can be made. */
const zip = (entries: readonly ZipEntry[]): Buffer => {
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let offset = 0;
  for (const { name, content, mode = 0o100644, flags = 0x800, crc } of entries) {
    const raw = Buffer.from(content);
    const packed = deflateRawSync(raw);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(crc ?? crc32(raw), 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(raw.length, 18);
    common.writeUInt16LE(Buffer.byteLength(name), 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), packed]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE((mode << 16) >>> 0, 6);
    tail.writeUInt32LE(offset, 10);
    centrals.push(
      Buffer.concat([
        Buffer.from('PK\x01\x02'),
        Buffer.from([20, 3]),
        common,
        tail,
        Buffer.from(name),
      ]),
    );
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 0, 'latin1');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
};

describe('unpack', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'portolan-archive-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const open = async (name: string, bytes: Buffer, limits: Partial<Limits> = {}) => {
    const path = join(folder, name);
    writeFileSync(path, bytes);
    const out = join(folder, 'out');
    await mkdir(out, { recursive: true });
    return unpack({ path, name, label: name, bytes: statSync(path).size }, out, {
      ...LIMITS,
      ...limits,
    });
  };

  test('a zip gives its data files, not folders, hidden files or system noise', async () => {
    const files = await open(
      'd.zip',
      zip([
        { name: 'in/', content: '' },
        { name: 'in/a.csv', content: 'a\n1\n' },
        { name: '__MACOSX/in/._a.csv', content: 'x' },
        { name: 'in/.hidden', content: 'x' },
      ]),
    );
    expect(files.map((file) => [file.label, file.name, file.member])).toEqual([
      ['d.zip/in/a.csv', 'a.csv', 'in/a.csv'],
    ]);
    expect(readFileSync(files[0]?.path ?? '', 'utf8')).toBe('a\n1\n');
  });

  test.each([
    ['climbs out of the folder', { name: '../../etc/x.csv', content: 'a' }],
    ['is absolute', { name: '/etc/x.csv', content: 'a' }],
    ['has a drive', { name: 'C:/x.csv', content: 'a' }],
    ['is a link', { name: 'x.csv', content: '/etc/passwd', mode: 0o120777 }],
    ['is encrypted', { name: 'x.csv', content: 'a', flags: 0x801 }],
    ['has the name of another', { name: 'good.csv', content: 'a\n2\n' }],
  ])('an entry that %s refuses the archive', async (_, entry) => {
    const bytes = zip([{ name: 'good.csv', content: 'a\n1\n' }, entry]);
    await expect(open('d.zip', bytes)).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE' });
  });

  test('a trial master file holds thousands of documents', async () => {
    const documents = Array.from({ length: 3000 }, (_, at) => ({
      name: `05/${at}.txt`,
      content: `document ${at}`,
    }));
    expect(await open('d.zip', zip(documents))).toHaveLength(3000);
  });

  test('too many entries, too many bytes, too high a ratio', async () => {
    const bomb = zip([{ name: 'x.csv', content: Buffer.alloc(200_000) }]);
    const small = { ratioFloor: 50_000, ratio: 100 };
    await expect(open('d.zip', bomb, small)).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE' });
    await expect(open('d.zip', bomb, { unpackedBytes: 1000 })).rejects.toMatchObject({
      code: 'ARCHIVE_UNSAFE',
    });
    await expect(open('d.zip', bomb, { archiveEntries: 0 })).rejects.toMatchObject({
      code: 'ARCHIVE_UNSAFE',
    });
    const packed = gzipSync(Buffer.alloc(200_000));
    await expect(open('d.csv.gz', packed, small)).rejects.toMatchObject({ code: 'ARCHIVE_UNSAFE' });
    expect(await open('d.csv.gz', packed)).toHaveLength(1);
  });

  test('a cut or altered archive is refused', async () => {
    const bytes = zip([{ name: 'x.csv', content: 'a,b\n1,2\n' }]);
    await expect(open('d.zip', bytes.subarray(0, -30))).rejects.toMatchObject({
      code: 'TRUNCATED_ARCHIVE',
    });
    const altered = zip([{ name: 'x.csv', content: 'a,b\n1,2\n', crc: 1 }]);
    await expect(open('d.zip', altered)).rejects.toMatchObject({ code: 'TRUNCATED_ARCHIVE' });
  });

  test('an archive without a file is refused, not passed over', async () => {
    await expect(open('d.zip', zip([]))).rejects.toMatchObject({ code: 'MALFORMED_FILE' });
    const noise = zip([{ name: '__MACOSX/x.csv', content: 'a' }]);
    await expect(open('d.zip', noise)).rejects.toThrow(/holds no file/);
  });

  test('an archive within an archive and an Office document are told apart', async () => {
    const inner = zip([{ name: 'x.csv', content: 'a' }]);
    await expect(open('d.zip', zip([{ name: 'i.zip', content: inner }]))).rejects.toMatchObject({
      code: 'UNSUPPORTED_FORMAT',
    });
    await expect(
      open('d.xlsx', zip([{ name: '[Content_Types].xml', content: '<x/>' }])),
    ).rejects.toThrow(/Office/);
  });

  test.each([
    ['bzip2', Buffer.from('BZh91AY&SY')],
    ['xz', Buffer.from('fd377a585a000004', 'hex')],
    ['7-Zip', Buffer.from('377abcaf271c0004', 'hex')],
    ['Zstandard', Buffer.from('28b52ffd24', 'hex')],
    ['RAR', Buffer.from('526172211a0700', 'hex')],
    ['tar', Buffer.concat([Buffer.alloc(257, 'a'), Buffer.from('ustar\0')])],
    ['gzip within gzip', gzipSync(gzipSync('site_id'))],
  ])('%s is named, not taken for text', async (container, bytes) => {
    const at = testHome();
    try {
      const path = await at.deliver('sites.csv', '');
      writeFileSync(path, container === 'tar' ? gzipSync(bytes) : bytes);
      const [outcome] = await at.ingest(path);
      expect(outcome).toMatchObject({ outcome: 'refused', code: 'UNSUPPORTED_FORMAT' });
      expect(outcome?.messages[0]).toContain(`sites.csv: ${container}, which is not unpacked here`);
    } finally {
      at.remove();
    }
  });

  test('several entries of one zip are loads of their own, of one original', async () => {
    const at = testHome();
    try {
      const archive = zip([
        { name: 'a.csv', content: siteCsv('X-1,10,r10,P10,2026-01-05,DE') },
        { name: 'b.csv', content: siteCsv('X-2,10,r10,P10,2026-01-05,DE') },
      ]);
      const path = await at.deliver('day.zip', archive);
      expect((await at.ingest(path)).map((file) => file.outcome)).toEqual(['loaded', 'loaded']);
      expect((await at.ingest(path)).map((file) => file.outcome)).toEqual([
        'already_loaded',
        'already_loaded',
      ]);
      expect(at.loads('site').map((load) => load.file_name)).toEqual([
        'day.zip/a.csv',
        'day.zip/b.csv',
      ]);
      expect(new Set(at.loads('site').map((load) => load.file_sha256)).size).toBe(1);
    } finally {
      at.remove();
    }
  });
});
