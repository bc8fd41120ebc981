import { type FileHandle, open } from 'node:fs/promises';
import { malformedFile } from '../../errors.ts';

/** Bytes of one record of a transport file. */
export const RECORD = 80;

/** Bytes of a transport file by position. */
export interface Records {
  readonly size: number;
  /** `length` bytes at `at`. Throws MALFORMED_FILE where the file ends before. */
  bytes(at: number, length: number): Promise<Buffer>;
  close(): Promise<void>;
}

const fill = async (handle: FileHandle, bytes: Buffer, at: number): Promise<number> => {
  let read = 0;
  while (read < bytes.length) {
    const { bytesRead } = await handle.read(bytes, read, bytes.length - read, at + read);
    if (bytesRead === 0) return read;
    read += bytesRead;
  }
  return read;
};

/** Opens a transport file. Throws MALFORMED_FILE where it is not made of whole records. */
export const openRecords = async (path: string, label: string): Promise<Records> => {
  const handle = await open(path);
  try {
    const { size } = await handle.stat();
    if (size % RECORD !== 0) {
      const rest = size % RECORD;
      throw malformedFile(
        label,
        `${size} bytes are no whole number of ${RECORD}-byte records (${rest} over), so the transport file was cut or changed in transfer`,
      );
    }
    return {
      size,
      bytes: async (at, length) => {
        const bytes = Buffer.allocUnsafe(length);
        if ((await fill(handle, bytes, at)) < length)
          throw malformedFile(label, `the transport file ends early (byte ${size})`);
        return bytes;
      },
      close: () => handle.close(),
    };
  } catch (cause) {
    await handle.close();
    throw cause;
  }
};
