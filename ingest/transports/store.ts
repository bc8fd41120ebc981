import type { Opened } from './download.ts';
import type { TransportError } from './errors.ts';

/** A file that a server or folder offers. */
export interface RemoteFile {
  /** Path below the transport's folder, prefix or address, with `/`. */
  readonly path: string;
  readonly size: number | undefined;
  /** Another version of the same path is another delivery; empty where only the bytes can tell. */
  readonly version: string;
  /** Milliseconds since 1970, by the server's clock; used for order only. */
  readonly modified: number;
  /** Why it cannot be taken at all. */
  readonly refused?: TransportError;
}

/** A whole part whose bytes are about to be trusted. */
export interface Part {
  readonly path: string;
  readonly size: number;
  readonly sha256: Buffer;
}

/** What holds files: a folder, an SFTP server, a bucket, a list of addresses. */
export interface Store {
  list(): Promise<readonly RemoteFile[]>;
  read(file: RemoteFile, offset: number): Promise<Opened>;
  /** Compares a part with what the server states. Throws CHECKSUM_MISMATCH, REMOTE_CHANGED. */
  verify(file: RemoteFile, part: Part): Promise<void>;
  /** Done once the file is durably in the inbox. */
  finish(file: RemoteFile): Promise<void>;
  close(): Promise<void>;
}
