/** Why nothing was built; `docs/errors.md` says for each what to do. */
export type WarehouseErrorCode =
  | 'LAKE_MISSING'
  | 'LAKE_UNREADABLE'
  | 'CONTRACTS_MISSING'
  | 'TIME_MALFORMED'
  | 'BUILD_FAILED'
  | 'BUILD_UNKNOWN'
  | 'NOTHING_KNOWN';

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
