import { createWriteStream } from 'node:fs';
import { basename, join } from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { crc32 } from 'node:zlib';
import {
  type Entry,
  getFileNameLowLevel,
  openPromise,
  validateFileName,
  type ZipFile,
} from 'yauzl';
import { archiveUnsafe, malformedFile, truncatedArchive, unsupportedFormat } from '../errors.ts';
import type { Limits } from '../limits.ts';
import { CONTAINER_BYTES, containerOf, headOf } from './magic.ts';
import { guard, ofArchive, type Unpacked } from './unpacked.ts';

interface Archive {
  readonly path: string;
  readonly label: string;
  readonly name: string;
}

const SYMLINK = 0o120000;

const nameOf = (entry: Entry): string =>
  getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);

const isNoise = (name: string): boolean =>
  name.endsWith('/') || name.split('/').some((part) => part === '__MACOSX' || part.startsWith('.'));

const isOffice = (entries: readonly Entry[]): boolean =>
  entries.some((entry) => nameOf(entry) === '[Content_Types].xml');

/** A workbook is read as one file by its own format; a binary one (.xlsb) cannot be. */
const isWorkbook = (entries: readonly Entry[]): boolean =>
  isOffice(entries) && entries.some((entry) => /^xl\/(?!.*\.bin$)workbook/i.test(nameOf(entry)));

const dangerOf = (entry: Entry, name: string): string | undefined => {
  if (validateFileName(name) !== null) return 'an entry would be written outside its folder';
  if (entry.isEncrypted()) return 'an entry is encrypted';
  if (((entry.externalFileAttributes >>> 16) & 0o170000) === SYMLINK) return 'an entry is a link';
  return undefined;
};

/** Passes bytes on and fails at the end where they are not those that were packed. */
const checksum = (label: string, expected: number): Transform => {
  let seen = 0;
  return new Transform({
    transform(chunk: Buffer, _, done) {
      seen = crc32(chunk, seen);
      done(null, chunk);
    },
    flush(done) {
      done(seen === expected ? null : truncatedArchive(label, new Error('checksum differs')));
    },
  });
};

const write = async (
  zip: ZipFile,
  entry: Entry,
  label: string,
  target: string,
  limits: Limits,
): Promise<void> => {
  try {
    await pipeline(
      await zip.openReadStreamPromise(entry),
      guard(label, entry.compressedSize, limits),
      checksum(label, entry.crc32),
      createWriteStream(target),
    );
  } catch (cause) {
    throw ofArchive(label, cause);
  }
};

const open = async (archive: Archive): Promise<ZipFile> => {
  try {
    return await openPromise(archive.path, { decodeStrings: false, autoClose: false });
  } catch (cause) {
    throw truncatedArchive(archive.label, cause);
  }
};

const entriesOf = async (zip: ZipFile, archive: Archive, limits: Limits): Promise<Entry[]> => {
  if (zip.entryCount > limits.archiveEntries) {
    throw archiveUnsafe(archive.label, `holds more than ${limits.archiveEntries} entries`);
  }
  const entries: Entry[] = [];
  try {
    for await (const entry of zip.eachEntry()) entries.push(entry);
  } catch (cause) {
    throw truncatedArchive(archive.label, cause);
  }
  const unpacked = entries.reduce((sum, entry) => sum + entry.uncompressedSize, 0);
  if (unpacked > limits.unpackedBytes) {
    throw archiveUnsafe(archive.label, 'unpacks to more bytes than are allowed');
  }
  return entries;
};

const safeEntries = async (
  zip: ZipFile,
  archive: Archive,
  limits: Limits,
): Promise<readonly Entry[]> => {
  const entries = await entriesOf(zip, archive, limits);
  const names = new Set<string>();
  for (const entry of entries) {
    const name = nameOf(entry);
    const danger = names.has(name) ? 'two entries have one name' : dangerOf(entry, name);
    if (danger) throw archiveUnsafe(archive.label, danger);
    if (!isNoise(name)) names.add(name);
  }
  return entries.filter((entry) => !isNoise(nameOf(entry)));
};

/** Refuses an archive within an archive, unless it is a workbook. */
const checkMember = async (member: Archive, limits: Limits): Promise<void> => {
  const container = containerOf(headOf(member.path, CONTAINER_BYTES));
  if (container === 'plain') return;
  if (container === 'zip') {
    const zip = await open(member);
    try {
      if (isWorkbook(await safeEntries(zip, member, limits))) return;
    } finally {
      zip.close();
    }
  }
  throw unsupportedFormat(member.label, 'an archive within an archive; unpack it first');
};

/**
 * The data files of a zip, unpacked under numbered names, so no name of the archive becomes a path here; a workbook is a zip
 * that stays whole. The whole archive is refused where any entry is unsafe, or where it holds none.
 * Throws ARCHIVE_UNSAFE, MALFORMED_FILE, TRUNCATED_ARCHIVE, UNSUPPORTED_FORMAT.
 */
export const membersOf = async (
  archive: Archive,
  folder: string,
  limits: Limits,
): Promise<readonly Unpacked[]> => {
  const zip = await open(archive);
  try {
    const data = await safeEntries(zip, archive, limits);
    if (isWorkbook(data)) {
      const { path, label, name } = archive;
      return [{ path, label, name, member: '' }];
    }
    if (isOffice(data)) {
      throw unsupportedFormat(archive.label, 'an Office document; save its sheet as .xlsx or CSV');
    }
    if (data.length === 0) throw malformedFile(archive.label, 'the archive holds no file');
    const members: Unpacked[] = [];
    for (const [index, entry] of data.entries()) {
      const member = nameOf(entry);
      const label = `${archive.label}/${member}`;
      const path = join(folder, `entry-${index}`);
      await write(zip, entry, label, path, limits);
      const unpacked = { path, label, name: basename(member), member };
      await checkMember(unpacked, limits);
      members.push(unpacked);
    }
    return members;
  } finally {
    zip.close();
  }
};
