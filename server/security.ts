import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RequestHandler } from 'express';
import helmet from 'helmet';

/** Only source expressions of hashes may widen the policy. */
function isHash(text: unknown): text is string {
  return typeof text === 'string' && /^'sha256-[A-Za-z0-9+/]+={0,2}'$/.test(text);
}

/**
 * Hashes of the inline styles that the built pages' charts carry, from `csp.json` beside them; none
 * without that file.
 */
export async function readStyleHashes(dist: string): Promise<string[]> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(dist, 'csp.json'), 'utf8'));
    if (typeof parsed !== 'object' || parsed === null || !('styleHashes' in parsed)) return [];
    return [parsed.styleHashes].flat().filter(isHash);
  } catch {
    return [];
  }
}

/** Security headers; scripts and styles come from this server alone. */
export function securityHeaders(styleHashes: readonly string[]): RequestHandler {
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        'default-src': ["'self'"],
        'script-src': ["'self'"],
        'style-src': ["'self'", ...styleHashes],
        'img-src': ["'self'", 'data:'],
        'connect-src': ["'self'"],
        'font-src': ["'self'"],
        'object-src': ["'none'"],
        'base-uri': ["'none'"],
        'form-action': ["'self'"],
        'frame-ancestors': ["'none'"],
      },
    },
    referrerPolicy: { policy: 'same-origin' },
    strictTransportSecurity: false,
    xFrameOptions: { action: 'deny' },
  });
}
