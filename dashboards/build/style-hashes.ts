import { createHash } from 'node:crypto';
import { parseHTML } from 'linkedom';
import { plotStyles } from '../charts/plot-styles.ts';

/** CSP source expressions (`'sha256-…'`) of the inline styles that Plot puts into its charts. */
export function styleHashes(): string[] {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  return plotStyles(document).map(
    (style) => `'sha256-${createHash('sha256').update(style).digest('base64')}'`,
  );
}
