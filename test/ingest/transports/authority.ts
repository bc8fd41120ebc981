import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export interface Certified {
  readonly key: string;
  readonly cert: string;
  /** The authority's own certificate. */
  readonly ca: string;
}

/** A private authority and the certificates that it signs for this machine. */
export interface Authority {
  /** File of its own certificate, as a transport names it with `ca`. */
  readonly ca: string;
  /** A key and certificate for the loopback address, or for another name. */
  certify(dnsName?: string): Promise<Certified>;
  remove(): void;
}

export const privateAuthority = async (): Promise<Authority> => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-authority-'));
  const ca = join(folder, 'ca.pem');
  const own = await generate([{ name: 'commonName', value: 'Authority of the tests' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  writeFileSync(ca, own.cert);
  return {
    ca,
    certify: async (dnsName) => {
      const { private: key, cert } = await generate([{ name: 'commonName', value: 'server' }], {
        keyType: 'ec',
        algorithm: 'sha256',
        ca: { key: own.private, cert: own.cert },
        extensions: [
          { name: 'basicConstraints', cA: false },
          {
            name: 'subjectAltName',
            altNames: dnsName
              ? [{ type: 2, value: dnsName }]
              : [
                  { type: 2, value: 'localhost' },
                  { type: 7, ip: '127.0.0.1' },
                ],
          },
        ],
      });
      return { key, cert, ca: own.cert };
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
