import type { Value } from './value.ts';
export function truthy(value: Value): boolean {
  return Boolean(value);
}
