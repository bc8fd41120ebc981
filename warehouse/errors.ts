export type WarehouseErrorCode =
  | 'lake_missing'
  | 'lake_unreadable'
  | 'contracts_missing'
  | 'time_malformed'
  | 'build_failed'
  | 'nothing_known';

/** What stopped a build, as a sentence, with what to do in `hint`. */
export class WarehouseError extends Error {
  override readonly name = 'WarehouseError';
  readonly code: WarehouseErrorCode;
  readonly hint: string | undefined;

  constructor(code: WarehouseErrorCode, message: string, hint?: string, cause?: unknown) {
    super(message, { cause });
    this.code = code;
    this.hint = hint;
  }
}
