import { Agent } from 'node:https';
import { checkServerIdentity, type PeerCertificate } from 'node:tls';
import { authorities } from '../certificate.ts';
import { certificateRefused } from '../errors.ts';
import type { HttpsTransport } from '../transport.ts';

const plain = (fingerprint: string): string =>
  fingerprint
    .replace(/^SHA256:/, '')
    .replaceAll(':', '')
    .toUpperCase();

/**
 * Connections that always verify the server: against the public authorities and the transport's own one, by name, and
 * where pinned by the certificate's SHA-256. Nothing turns this off, neither a setting nor the environment.
 */
export const agentOf = ({ name, ca, pin }: HttpsTransport): Agent => {
  const trusted = authorities(name, ca);
  return new Agent({
    rejectUnauthorized: true,
    maxCachedSessions: 0,
    minVersion: 'TLSv1.2',
    ...(trusted ? { ca: trusted } : {}),
    checkServerIdentity: (host: string, certificate: PeerCertificate) => {
      const fault = checkServerIdentity(host, certificate);
      if (fault || pin === undefined) return fault;
      if (plain(certificate.fingerprint256) === plain(pin)) return undefined;
      return certificateRefused(name, host, 'it is not the pinned one');
    },
  });
};
