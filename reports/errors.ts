/** Every way in which a report refuses to be written; `docs/errors.md` lists the same codes. */
export const reportErrorCodes = [
  'REPORT_UNKNOWN',
  'REPORT_PERIOD_MALFORMED',
  'REPORT_PERIOD_BEFORE_DATA',
  'REPORT_PERIOD_AFTER_DATA',
  'REPORT_BUILD_CHANGED',
  'REPORT_VALUE_UNREADABLE',
  'REPORT_CELL_REFUSED',
  'REPORT_TOO_LARGE',
  'REPORT_OUT_UNWRITABLE',
] as const;

/** For programs to tell refusals apart; `ReportError` adds the sentence. */
export type ReportErrorCode = (typeof reportErrorCodes)[number];

/** A refusal with a code for programs and one sentence for people; it never quotes clinical data. */
export class ReportError extends Error {
  override readonly name = 'ReportError';
  readonly code: ReportErrorCode;

  constructor(code: ReportErrorCode, sentence: string, options?: ErrorOptions) {
    super(sentence, options);
    this.code = code;
  }
}
