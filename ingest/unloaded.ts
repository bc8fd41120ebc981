import { IngestError } from './errors.ts';
import type { FileOutcome } from './summary.ts';

export const NO_ROWS = { rows_read: 0, rows_accepted: 0, rows_rejected: 0 };

/** The outcome of a file that was refused as a whole; what is no refusal is thrown on. */
export const refusedBy = (label: string, error: unknown): FileOutcome => {
  if (!(error instanceof IngestError)) throw error;
  return {
    file: label,
    outcome: 'refused',
    ...NO_ROWS,
    messages: [error.message],
    code: error.code,
  };
};

/** The outcome of a file or table that is not loaded, for a reason. */
export const ignored = (label: string, sentence: string, profile?: string): FileOutcome => ({
  file: label,
  outcome: 'ignored',
  ...(profile === undefined ? {} : { profile }),
  ...NO_ROWS,
  messages: [sentence],
});
