import type { Connection } from './connection.ts';

const READ_BYTES = 32 * 1024;
const AT_ONCE = 32;

/** A file opened on the server. */
export interface OpenFile {
  /** Up to so many bytes; fewer than asked for is no sign of the end, none is. */
  readAt(position: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

/** Opens a file for reading. Throws what the server or the connection throws. */
export const openFile = async (connection: Connection, path: string): Promise<OpenFile> => {
  const handle = await connection.ask(
    (_, sftp) =>
      new Promise<Buffer>((resolve, reject) => {
        sftp.open(path, 'r', (fault, opened) => (fault ? reject(fault) : resolve(opened)));
      }),
  );
  return {
    readAt: (position, length) =>
      connection.ask(
        (_, sftp) =>
          new Promise<Buffer>((resolve, reject) => {
            const room = Buffer.allocUnsafe(length);
            sftp.read(handle, room, 0, length, position, (fault, read) =>
              fault ? reject(fault) : resolve(room.subarray(0, read)),
            );
          }),
      ),
    close: () =>
      connection.ask(
        (_, sftp) =>
          new Promise<void>((resolve, reject) => {
            sftp.close(handle, (fault) => (fault ? reject(fault) : resolve()));
          }),
      ),
  };
};

const block = async (file: OpenFile, position: number): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  let length = 0;
  while (length < READ_BYTES) {
    const piece = await file.readAt(position + length, READ_BYTES - length);
    if (piece.length === 0) break;
    pieces.push(piece);
    length += piece.length;
  }
  return Buffer.concat(pieces);
};

/**
 * The bytes of a file of that size in order, and what was added to it since; closes it at the end. Many requests are under
 * way at once, so that a server far away is not slow.
 */
export async function* bytesFrom(
  file: OpenFile,
  offset: number,
  size: number,
): AsyncGenerator<Buffer> {
  const ahead: Promise<Buffer>[] = [];
  let asked = offset;
  try {
    for (;;) {
      while (ahead.length === 0 || (ahead.length < AT_ONCE && asked < size)) {
        const next = block(file, asked);
        next.catch(() => undefined);
        ahead.push(next);
        asked += READ_BYTES;
      }
      const bytes = (await ahead.shift()) ?? Buffer.alloc(0);
      if (bytes.length > 0) yield bytes;
      if (bytes.length < READ_BYTES) return;
    }
  } finally {
    await file.close().catch(() => undefined);
  }
}
