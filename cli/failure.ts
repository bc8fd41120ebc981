interface Sentence {
  code: string;
  message: string;
  hint?: string | undefined;
}

function isSentence(error: unknown): error is Error & Sentence {
  return error instanceof Error && 'code' in error && typeof error.code === 'string';
}

const systemSentences: Record<string, string> = {
  EACCES:
    'Permission denied. Choose another place with --home or $PORTOLAN_HOME, or change its rights.',
  EPERM: 'The operation is not permitted. Choose another place with --home or $PORTOLAN_HOME.',
  ENOSPC: 'The disk is full. Free some space, then run the command again.',
  EROFS: 'The file system is read-only. Choose another place with --home or $PORTOLAN_HOME.',
  ENOTDIR: 'A part of the path is a file, not a directory. Choose another path.',
};

function place(error: Error): string {
  return 'path' in error && typeof error.path === 'string' ? `${error.path}: ` : '';
}

/** One sentence for a person; a stack only with PORTOLAN_DEBUG=1. */
export function describeFailure(error: unknown): string {
  if (!(error instanceof Error)) return `portolan: ${String(error)}`;
  if (process.env.PORTOLAN_DEBUG === '1' && error.stack) return error.stack;
  if (!isSentence(error)) return `portolan: ${error.message}`;
  const known = systemSentences[error.code];
  if (known) return `portolan: ${place(error)}${known}`;
  const hint = error.hint ? `\n  ${error.hint}` : '';
  return `portolan: ${error.message}${hint}`;
}
