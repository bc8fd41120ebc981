import { posix } from 'node:path';
import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import { type Entry, getFileNameLowLevel, openPromise, type ZipFile } from 'yauzl';
import { IngestError, malformedFile, truncatedArchive, wrongEncoding } from '../../errors.ts';
import { LIMITS } from '../../limits.ts';
import { type CharacterDecoder, decoderOf } from '../charset.ts';
import { guard } from '../unpacked.ts';
import { xmlEncoding } from '../xml/prolog.ts';
import { type XmlHandler, xmlParser } from '../xml/read.ts';

/** The parts of an Office Open XML file. Names are looked up and never become paths. */
export interface Package {
  has(part: string): boolean;
  /** Feeds a part to a handler; yields between its chunks, so that whoever iterates decides when to go on. */
  parse(part: string, handler: XmlHandler): AsyncGenerator<void>;
  close(): void;
}

/** A part that another one names: `type` is the last word of the relationship's kind. */
export interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

const nameOf = (entry: Entry): string =>
  getFileNameLowLevel(entry.generalPurposeBitFlag, entry.fileNameRaw, entry.extraFields, true);

const entriesOf = async (zip: ZipFile): Promise<ReadonlyMap<string, Entry>> => {
  const entries = new Map<string, Entry>();
  for await (const entry of zip.eachEntry()) entries.set(nameOf(entry).toLowerCase(), entry);
  return entries;
};

const parse = async function* (
  stream: Readable,
  expected: number,
  part: string,
  label: string,
  handler: XmlHandler,
): AsyncGenerator<void> {
  const parser = xmlParser(label, handler);
  let charset = 'utf-8';
  let decoder: CharacterDecoder | undefined;
  let offset = 0;
  let seen = 0;
  const decode = (chunk: Buffer | undefined): string => {
    if (!decoder) {
      charset = xmlEncoding(chunk ?? Buffer.alloc(0), label);
      decoder = decoderOf(charset);
    }
    const text = chunk ? decoder.write(chunk) : decoder.end();
    if (text === undefined) {
      throw wrongEncoding(`${label}/${part}`, charset, offset, 1, undefined);
    }
    return text;
  };
  for await (const chunk of stream) {
    const bytes: Buffer = chunk;
    seen = crc32(bytes, seen);
    parser.write(decode(bytes));
    offset += bytes.length;
    yield;
  }
  parser.write(decode(undefined));
  parser.end();
  if (seen !== expected) throw truncatedArchive(label, new Error('checksum differs'));
  yield;
};

/** Opens the package. Throws TRUNCATED_ARCHIVE. */
export const openPackage = async (path: string, label: string): Promise<Package> => {
  const damaged = (cause: unknown): IngestError =>
    cause instanceof IngestError ? cause : truncatedArchive(label, cause);
  const zip = await openPromise(path, { decodeStrings: false, autoClose: false }).catch(
    (cause: unknown) => {
      throw damaged(cause);
    },
  );
  const entries = await entriesOf(zip).catch((cause: unknown) => {
    zip.close();
    throw damaged(cause);
  });
  return {
    has: (part) => entries.has(part.toLowerCase()),
    parse: async function* (part, handler) {
      const entry = entries.get(part.toLowerCase());
      if (!entry) throw malformedFile(label, `the workbook lacks its part ${part}`);
      let stream: Readable | undefined;
      try {
        const packed = await zip.openReadStreamPromise(entry);
        const guarded = guard(label, entry.compressedSize, LIMITS);
        packed.on('error', (cause) => guarded.destroy(cause));
        stream = packed.pipe(guarded);
        yield* parse(stream, entry.crc32, part, label, handler);
      } catch (cause) {
        throw damaged(cause);
      } finally {
        stream?.destroy();
      }
    },
    close: () => zip.close(),
  };
};

/** Feeds a whole part to a handler. */
export const parseWhole = async (
  file: Package,
  part: string,
  handler: XmlHandler,
): Promise<void> => {
  for await (const _ of file.parse(part, handler));
};

/** What a part refers to within the package ('' for the package itself); a target outside it is left out and never opened. */
export const relationshipsOf = async (
  file: Package,
  part: string,
): Promise<readonly Relationship[]> => {
  const folder = posix.dirname(part);
  const rels = posix.join(folder, '_rels', `${posix.basename(part)}.rels`);
  if (!file.has(rels)) return [];
  const found: Relationship[] = [];
  await parseWhole(file, rels, {
    open: ({ name }, { Id = '', Type = '', Target = '', TargetMode }) => {
      if (name !== 'Relationship' || TargetMode === 'External') return;
      const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
      found.push({ id: Id, type: posix.basename(Type), target });
    },
    close: () => undefined,
  });
  return found;
};
