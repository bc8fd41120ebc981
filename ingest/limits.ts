/** What an archive may hold before it is refused as unsafe. */
export interface Limits {
  readonly archiveEntries: number;
  readonly unpackedBytes: number;
  /** Unpacked to packed size, asked only above `ratioFloor` bytes: small files of one repeated row pack well. */
  readonly ratio: number;
  readonly ratioFloor: number;
}

export const LIMITS: Limits = {
  archiveEntries: 100_000,
  unpackedBytes: 32 * 2 ** 30,
  ratio: 200,
  ratioFloor: 64 * 2 ** 20,
};
