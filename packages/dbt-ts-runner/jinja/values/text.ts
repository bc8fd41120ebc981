import type { Value } from './value.ts';
export function str(value: Value): string {
  return String(value);
}
export function repr(value: Value): string {
  return String(value);
}
