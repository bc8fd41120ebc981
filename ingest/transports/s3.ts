import { Readable } from 'node:stream';
import {
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { secureAddress } from './address.ts';
import { authorities, isCertificateFault } from './certificate.ts';
import { limitsOf } from './context.ts';
import {
  accessDenied,
  certificateRefused,
  checksumMismatch,
  loginRefused,
  remoteChanged,
  remoteNotFound,
  remoteUnexpected,
  TransportError,
  unsafePath,
} from './errors.ts';
import { hashOfFile, safePath } from './inbox.ts';
import { Interrupted } from './retry.ts';
import { type Environment, secretOf } from './secret.ts';
import type { Part, RemoteFile, Store } from './store.ts';
import type { S3Transport } from './transport.ts';

const WRONG_LOGIN = new Set([
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'ExpiredToken',
  'InvalidToken',
  'TokenRefreshRequired',
]);

/** What another attempt may get over: the client corrects its clock by the answer. */
const PASSING = new Set(['RequestTimeTooSkewed', 'RequestTimeout', 'SlowDown', 'Throttling']);

interface Limit {
  readonly abortSignal: AbortSignal;
}

const clientOf = (transport: S3Transport, environment: Environment): S3Client => {
  const { name, endpoint, session_token: token, ca } = transport;
  if (endpoint !== undefined) secureAddress(name, endpoint);
  const trusted = authorities(name, ca);
  return new S3Client({
    region: transport.region,
    ...(endpoint === undefined ? {} : { endpoint }),
    forcePathStyle: transport.path_style ?? false,
    credentials: {
      accessKeyId: secretOf(name, transport.access_key_id, environment),
      secretAccessKey: secretOf(name, transport.secret_access_key, environment),
      ...(token ? { sessionToken: secretOf(name, token, environment) } : {}),
    },
    maxAttempts: 1,
    responseChecksumValidation: 'WHEN_REQUIRED',
    requestHandler: {
      httpsAgent: { rejectUnauthorized: true, ...(trusted ? { ca: trusted } : {}) },
    },
  });
};

/** Objects of a bucket below a prefix, on Amazon's service or one that speaks its language. */
export const openS3 = (transport: S3Transport, environment: Environment): Store => {
  const { name, bucket: Bucket } = transport;
  const prefix = transport.prefix ?? '';
  const { idleMs } = limitsOf(transport);
  const client = clientOf(transport, environment);
  const server = transport.endpoint
    ? new URL(transport.endpoint).host
    : `region ${transport.region}`;

  const refusal = (cause: unknown, what: string): unknown => {
    if (isCertificateFault(cause)) return certificateRefused(name, server, cause.code);
    if (!(cause instanceof S3ServiceException)) return cause;
    const status = cause.$metadata.httpStatusCode ?? 0;
    if (WRONG_LOGIN.has(cause.name)) return loginRefused(name, 'the access key');
    if (cause.name === 'NoSuchBucket') return remoteNotFound(name, `bucket ${Bucket}`);
    if (PASSING.has(cause.name) || status < 300 || status >= 500)
      return new Interrupted(cause.name, { cause: Object.assign(cause, { code: cause.name }) });
    if (status === 403 || status === 401) return accessDenied(name, what);
    if (status === 404) return remoteNotFound(name, what);
    if (status === 412 || status === 416) return remoteChanged(name, what);
    return remoteUnexpected(name, `${what} is answered with ${cause.name} (status ${status})`);
  };

  /** One request; the answer, or its head where the body is read later, must come within the idle time. */
  const ask = async <T>(what: string, request: (limit: Limit) => Promise<T>): Promise<T> => {
    const limit = new AbortController();
    const timer = setTimeout(() => limit.abort(), idleMs);
    try {
      return await request({ abortSignal: limit.signal });
    } catch (cause) {
      if (limit.signal.aborted) throw Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' });
      throw refusal(cause, what);
    } finally {
      clearTimeout(timer);
    }
  };

  const describe = (Key: string, size: number, etag: string, modified: number): RemoteFile => {
    const below = Key.slice(prefix.length);
    const path = prefix === '' || prefix.endsWith('/') ? below : below.replace(/^\//, '');
    let refused: TransportError | undefined;
    try {
      safePath(name, path);
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      refused = unsafePath(name, path);
    }
    return { path, size, version: etag, modified, ...(refused ? { refused } : {}) };
  };

  const keys = new Map<RemoteFile['path'], string>();
  const keyOf = (file: RemoteFile): string => keys.get(file.path) ?? `${prefix}${file.path}`;

  const list = async (): Promise<readonly RemoteFile[]> => {
    const found: RemoteFile[] = [];
    let ContinuationToken: string | undefined;
    do {
      const page = await ask(`bucket ${Bucket}`, (limit) =>
        client.send(
          new ListObjectsV2Command({
            Bucket,
            Prefix: prefix,
            ...(ContinuationToken === undefined ? {} : { ContinuationToken }),
          }),
          limit,
        ),
      );
      for (const { Key = '', Size = 0, ETag = '', LastModified } of page.Contents ?? []) {
        if (Key.endsWith('/') && Size === 0) continue;
        const file = describe(Key, Size, ETag, LastModified?.getTime() ?? 0);
        keys.set(file.path, Key);
        found.push(file);
      }
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken !== undefined);
    return found;
  };

  const verify = async (file: RemoteFile, part: Part): Promise<void> => {
    const head = await ask(file.path, (limit) =>
      client.send(
        new HeadObjectCommand({ Bucket, Key: keyOf(file), ChecksumMode: 'ENABLED' }),
        limit,
      ),
    );
    if (head.ETag !== file.version) throw remoteChanged(name, file.path);
    const stated = head.ChecksumSHA256;
    if (stated !== undefined && !stated.includes('-')) {
      if (stated !== part.sha256.toString('base64')) throw checksumMismatch(name, file.path);
      return;
    }
    const etag = /^"?([0-9a-f]{32})"?$/.exec(head.ETag ?? '')?.[1];
    const isPlain =
      (head.ServerSideEncryption === undefined || head.ServerSideEncryption === 'AES256') &&
      head.SSECustomerAlgorithm === undefined;
    if (etag === undefined || !isPlain) return;
    const md5 = (await hashOfFile(part.path, 'md5')).toString('hex');
    if (md5 !== etag) throw checksumMismatch(name, file.path);
  };

  return {
    list,
    read: async (file, offset) => {
      const answer = await ask(file.path, (limit) =>
        client.send(
          new GetObjectCommand({
            Bucket,
            Key: keyOf(file),
            IfMatch: file.version,
            ...(offset > 0 ? { Range: `bytes=${offset}-` } : {}),
          }),
          limit,
        ),
      );
      if (!(answer.Body instanceof Readable)) throw new Interrupted('no body came');
      const isRange = answer.ContentRange?.startsWith(`bytes ${offset}-`) ?? false;
      return { stream: answer.Body, offset: isRange ? offset : 0 };
    },
    verify,
    finish: async () => {},
    close: async () => client.destroy(),
  };
};
