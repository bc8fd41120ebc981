const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/** The engine tells a full disk by the system's words alone. */
const ENGINE_FULL = /no space left on device|disk quota exceeded|file too large/i;

/** Whether a write failed because there is no room for it. */
export const isOutOfSpace = (cause: unknown): boolean => {
  if (!(cause instanceof Error)) return false;
  if ('code' in cause && typeof cause.code === 'string') return FULL.has(cause.code);
  return ENGINE_FULL.test(cause.message);
};

/** Whether the system refused to do something with a file. */
export const isOfSystem = (cause: unknown): boolean => cause instanceof Error && 'syscall' in cause;
