import { readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import type { ConnectionOptions } from 'node:tls';
import { RunnerError, sentenceOf } from '../../errors.ts';
import { type JsonObject, textOf } from '../../project/yaml.ts';

/** TLS with these options, or none. */
export type Encryption = ConnectionOptions | false;

/** What to try in turn for the settings' sslmode, as libpq does; `where` names the target in errors. */
export function encryptionsFor(settings: JsonObject, where: string): readonly Encryption[] {
  const mode = textOf(settings.sslmode) ?? 'prefer';
  const certificates = certificatesIn(settings, where);
  const unchecked = { ...certificates, rejectUnauthorized: false };
  const checked = { ...certificates, checkServerIdentity: () => undefined };
  switch (mode) {
    case 'disable':
      return [false];
    case 'allow':
      return [false, unchecked];
    case 'prefer':
      return [unchecked, false];
    case 'require':
      return [certificates.ca === undefined ? unchecked : checked];
    case 'verify-ca':
      return [checked];
    case 'verify-full':
      return [certificates];
    default:
      throw new RunnerError(
        'profile_invalid',
        `${where} sets sslmode to '${mode}'. Use disable, allow, prefer, require, verify-ca or verify-full.`,
      );
  }
}

function certificatesIn(settings: JsonObject, where: string): ConnectionOptions {
  const read = (key: string): string | undefined => {
    const file = textOf(settings[key])?.replace(/^~(?=\/)/, homedir());
    if (file === undefined) return undefined;
    try {
      return readFileSync(file, 'utf8');
    } catch (error) {
      throw new RunnerError(
        'profile_invalid',
        `${where} names the ${key} ${file}, which cannot be read: ${sentenceOf(error)}`,
        { cause: error },
      );
    }
  };
  const found = { ca: read('sslrootcert'), cert: read('sslcert'), key: read('sslkey') };
  return Object.fromEntries(Object.entries(found).filter(([, text]) => text !== undefined));
}
