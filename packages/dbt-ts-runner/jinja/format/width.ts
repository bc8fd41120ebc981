import { PythonError } from '../errors.ts';

const widest = 1_000_000;

/** A width asked for in a template, refused when filling it would only waste memory. */
export function checkedWidth(width: number): number {
  if (width <= widest) return width;
  throw new PythonError('OverflowError', `a width may be ${widest} at most`);
}
