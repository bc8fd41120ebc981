/** `+02:00`, or nothing for an unknown offset. */
export function offsetText(offset: number | null, colon: string): string {
  if (offset === null) return '';
  const two = (part: number) => String(part).padStart(2, '0');
  const minutes = Math.abs(offset);
  return `${offset < 0 ? '-' : '+'}${two(Math.floor(minutes / 60))}${colon}${two(minutes % 60)}`;
}
