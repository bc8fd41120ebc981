import { controlTotal } from './errors.ts';

/** What a manifest or control file says of another file. */
export interface ControlTotal {
  /** The file that says so. */
  readonly by: string;
  readonly rows?: number;
  readonly sha256?: string;
}

/** The rows that were announced and have come; undefined where none were announced. Throws CONTROL_TOTAL. */
export const checkControl = (
  label: string,
  control: ControlTotal | undefined,
  rows: number,
): number | undefined => {
  if (control?.rows === undefined) return undefined;
  if (control.rows !== rows) {
    throw controlTotal(label, control.by, `${control.rows} rows`, `${rows}`);
  }
  return rows;
};
