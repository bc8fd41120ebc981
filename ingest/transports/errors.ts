/** Code of every refusal that a transport can give; `docs/errors.md` lists the same ones. */
export const TRANSPORT_CODES = [
  'ACCESS_DENIED',
  'BAD_TRANSPORT',
  'CERTIFICATE_REFUSED',
  'CHECKSUM_MISMATCH',
  'CONNECTION_FAILED',
  'FILE_TOO_LARGE',
  'HOST_KEY_REFUSED',
  'INBOX_UNUSABLE',
  'LOGIN_REFUSED',
  'REMOTE_CHANGED',
  'REMOTE_NOT_FOUND',
  'REMOTE_UNEXPECTED',
  'SECRET_LITERAL',
  'SECRET_MISSING',
  'TRANSPORT_BUSY',
  'UNKNOWN_TRANSPORT',
  'UNSAFE_PATH',
] as const;

export type TransportCode = (typeof TRANSPORT_CODES)[number];

/** A refusal told in one sentence: which transport, what happened, what to do. Never holds a secret or a delivered value. */
export class TransportError extends Error {
  readonly code: TransportCode;
  override readonly name = 'TransportError';

  constructor(code: TransportCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}

export const accessDenied = (name: string, what: string): TransportError =>
  new TransportError(
    'ACCESS_DENIED',
    `transport ${name}: the server does not let this user read ${what}; ask its owner for the right, or correct the path.`,
  );

export const badTransport = (file: string, why: string): TransportError =>
  new TransportError('BAD_TRANSPORT', `${file}: ${why}; see docs/transports.md.`);

export const certificateRefused = (name: string, host: string, why: string): TransportError =>
  new TransportError(
    'CERTIFICATE_REFUSED',
    `transport ${name}: the certificate of ${host} is not accepted (${why}); name the authority's file with ca, or correct pin.`,
  );

export const checksumMismatch = (name: string, what: string): TransportError =>
  new TransportError(
    'CHECKSUM_MISMATCH',
    `transport ${name}: ${what} does not have the checksum that the server states, so nothing of it was kept; fetch again, and tell the sender if it stays so.`,
  );

const errnoOf = (cause: unknown): string =>
  cause instanceof Error && 'code' in cause && typeof cause.code === 'string'
    ? ` (${cause.code})`
    : '';

export const connectionFailed = (
  name: string,
  what: string,
  attempts: number,
  cause: unknown,
): TransportError =>
  new TransportError(
    'CONNECTION_FAILED',
    `transport ${name}: ${what} failed ${attempts} times${errnoOf(cause)}; nothing half fetched is loaded, and the next fetch goes on where this one stopped.`,
    { cause },
  );

export const fileTooLarge = (name: string, what: string, bytes: number): TransportError =>
  new TransportError(
    'FILE_TOO_LARGE',
    `transport ${name}: ${what} is larger than ${bytes} bytes; raise max_bytes if that is right.`,
  );

export const hostKeyRefused = (name: string, host: string, shown: string): TransportError =>
  new TransportError(
    'HOST_KEY_REFUSED',
    `transport ${name}: ${host} shows the host key ${shown}, which is not the pinned one; no password was sent. Ask its owner whether the key was changed before you correct host_key.`,
  );

export const inboxUnusable = (path: string, cause: unknown): TransportError =>
  new TransportError(
    'INBOX_UNUSABLE',
    `${path}: cannot be written${errnoOf(cause)}; free space or change its rights, then fetch again.`,
    { cause },
  );

export const loginRefused = (name: string, user: string): TransportError =>
  new TransportError(
    'LOGIN_REFUSED',
    `transport ${name}: the server refuses the login of ${user}; check the secret that the environment gives.`,
  );

export const remoteChanged = (name: string, what: string): TransportError =>
  new TransportError(
    'REMOTE_CHANGED',
    `transport ${name}: ${what} changed while it was fetched, so nothing of it was kept; the next fetch takes it.`,
  );

export const remoteNotFound = (name: string, what: string): TransportError =>
  new TransportError(
    'REMOTE_NOT_FOUND',
    `transport ${name}: ${what} does not exist on the server; correct the transport or ask the sender.`,
  );

export const remoteUnexpected = (name: string, what: string): TransportError =>
  new TransportError(
    'REMOTE_UNEXPECTED',
    `transport ${name}: ${what}; check the address and the settings against what the server offers.`,
  );

export const secretLiteral = (file: string, place: string): TransportError =>
  new TransportError(
    'SECRET_LITERAL',
    `${file}: ${place} holds a secret itself; write { env: NAME } and give it in the environment, and change the secret.`,
  );

export const secretMissing = (name: string, variable: string): TransportError =>
  new TransportError(
    'SECRET_MISSING',
    `transport ${name}: the environment variable ${variable} is not set; set it and fetch again.`,
  );

export const transportBusy = (name: string, cause: unknown): TransportError =>
  new TransportError(
    'TRANSPORT_BUSY',
    `transport ${name}: another process is fetching it; wait for it to end.`,
    { cause },
  );

export const unknownTransport = (name: string, known: readonly string[]): TransportError =>
  new TransportError(
    'UNKNOWN_TRANSPORT',
    `${name}: no such transport; ${known.length > 0 ? `there are ${known.join(', ')}` : 'none is configured'}. docs/transports.md says how to write one.`,
  );

export const unsafePath = (name: string, path: string): TransportError =>
  new TransportError(
    'UNSAFE_PATH',
    `transport ${name}: ${JSON.stringify(path)} would leave the inbox, so it was not fetched; ask the sender for another name.`,
  );
