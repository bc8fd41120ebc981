import type { Viewer } from '@portolan/query';

/**
 * The person at this machine's command line. Whoever can read the build's files can read all of
 * them, so the default role is wide; a named role answers as that role sees it.
 */
export async function operator(role?: string, fallback = 'auditor'): Promise<Viewer> {
  const { viewerFor } = await import('@portolan/query');
  return viewerFor(role ?? process.env.PORTOLAN_ROLE ?? fallback, 'command line');
}
