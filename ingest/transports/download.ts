import { type FileHandle, open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { fileTooLarge, inboxUnusable, remoteChanged, TransportError } from './errors.ts';
import { dropPart } from './inbox.ts';
import { Interrupted } from './retry.ts';

/** Bytes of a remote file from `offset` on; a server may begin earlier than asked. */
export interface Opened {
  readonly stream: Readable;
  readonly offset: number;
  /** Size of the whole file, where the server states it with the bytes. */
  readonly size?: number;
}

export interface Download {
  readonly name: string;
  readonly path: string;
  readonly part: string;
  readonly size: number | undefined;
  readonly maxBytes: number;
  readonly idleMs: number;
  open(offset: number): Promise<Opened>;
}

/** Bytes of a part that are fetched again and compared before its rest is trusted. */
const OVERLAP = 64 * 1024;

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

const isFull = (cause: unknown): boolean =>
  cause instanceof Error &&
  'code' in cause &&
  typeof cause.code === 'string' &&
  FULL.has(cause.code);

const local = async <T>(path: string, step: () => Promise<T>): Promise<T> => {
  try {
    return await step();
  } catch (cause) {
    if (isFull(cause)) await dropPart(path);
    throw inboxUnusable(path, cause);
  }
};

/** Whether the bytes at `position` are those of the chunk, as far as the part goes. */
const agrees = async (
  handle: FileHandle,
  chunk: Buffer,
  position: number,
  have: number,
): Promise<boolean> => {
  const length = Math.min(chunk.length, have - position);
  const own = Buffer.alloc(length);
  await handle.read(own, 0, length, position);
  return own.equals(chunk.subarray(0, length));
};

const writeAll = async (handle: FileHandle, bytes: Buffer, position: number): Promise<void> => {
  for (let done = 0; done < bytes.length; ) {
    done += (await handle.write(bytes, done, bytes.length - done, position + done)).bytesWritten;
  }
};

/** Destroys a stream that gives no byte for so long. */
export const watched = (stream: Readable, idleMs: number) => {
  const timer = setTimeout(() => {
    stream.destroy(Object.assign(new Error('no byte came'), { code: 'ETIMEDOUT' }));
  }, idleMs);
  return { alive: () => timer.refresh(), end: () => clearTimeout(timer) };
};

const gather = async (
  wanted: Download,
  handle: FileHandle,
  opened: Opened,
  have: number,
): Promise<number> => {
  const { name, path, part, maxBytes } = wanted;
  const watch = watched(opened.stream, wanted.idleMs);
  let position = opened.offset;
  try {
    for await (const piece of opened.stream) {
      const chunk = Buffer.from(piece);
      watch.alive();
      if (position + chunk.length > maxBytes) throw fileTooLarge(name, path, maxBytes);
      if (position < have && !(await local(part, () => agrees(handle, chunk, position, have)))) {
        await local(part, () => handle.truncate(0));
        throw new Interrupted('the part kept is of another file');
      }
      const known = Math.max(0, Math.min(chunk.length, have - position));
      if (known < chunk.length) {
        const at = position + known;
        await local(part, () => writeAll(handle, chunk.subarray(known), at));
      }
      position += chunk.length;
    }
  } finally {
    watch.end();
    opened.stream.destroy();
  }
  return position;
};

/**
 * Brings a part up to the whole file, going on after the bytes that are there once their end is seen to agree. Leaves the
 * part synced and whole, or throws: Interrupted where another attempt may do, REMOTE_CHANGED, FILE_TOO_LARGE, INBOX_UNUSABLE.
 */
export const download = async (wanted: Download): Promise<void> => {
  const { name, path, part, size, maxBytes } = wanted;
  if (size !== undefined && size > maxBytes) throw fileTooLarge(name, path, maxBytes);
  const handle = await local(part, () =>
    open(part, 'a+')
      .then((made) => made.close())
      .then(() => open(part, 'r+')),
  );
  try {
    const { size: had } = await local(part, () => handle.stat());
    const isOver = size !== undefined && had > size;
    if (isOver) await local(part, () => handle.truncate(0));
    const have = isOver ? 0 : had;
    const opened = await wanted.open(Math.max(0, have - OVERLAP));
    if (opened.offset > have) {
      opened.stream.destroy();
      throw new Interrupted('the server begins later than asked');
    }
    const end = await gather(wanted, handle, opened, have);
    const whole = size ?? opened.size;
    if (whole !== undefined && end < whole) throw new Interrupted('the file ended early');
    if ((whole !== undefined && end > whole) || end < have) {
      await local(part, () => handle.truncate(0));
      throw remoteChanged(name, path);
    }
    await local(part, () => handle.sync());
  } catch (error) {
    if (error instanceof TransportError && error.code === 'FILE_TOO_LARGE') await dropPart(part);
    throw error;
  } finally {
    await handle.close();
  }
};
