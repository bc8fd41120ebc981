import type { Viewer } from '@portolan/query';

/**
 * The person at this machine's command line, as the named role: by default the one that every metric
 * is granted to, since whoever can read the build's files can read all of them.
 */
export async function operator(role?: string): Promise<Viewer> {
  const { viewerFor } = await import('@portolan/query');
  return viewerFor(role ?? process.env.PORTOLAN_ROLE ?? 'finance', 'command line');
}
