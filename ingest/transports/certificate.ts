import { readFileSync } from 'node:fs';
import { rootCertificates } from 'node:tls';
import { badTransport } from './errors.ts';

/** The public authorities and a transport's own one; undefined, which means the public ones, without. Throws BAD_TRANSPORT. */
export const authorities = (name: string, ca: string | undefined): string[] | undefined => {
  if (ca === undefined) return undefined;
  try {
    return [...rootCertificates, readFileSync(ca, 'utf8')];
  } catch {
    throw badTransport(`transport ${name}`, `ca ${ca} cannot be read`);
  }
};

/** Whether a connection failed because the server's certificate was not accepted. */
export const isCertificateFault = (cause: unknown): cause is Error & { code: string } =>
  cause instanceof Error &&
  'code' in cause &&
  typeof cause.code === 'string' &&
  /CERT|SELF_SIGNED|ERR_TLS|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|HOSTNAME_MISMATCH/.test(
    cause.code,
  );
