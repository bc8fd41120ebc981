const acronyms = new Set(['ap', 'ctms', 'edc', 'fx', 'gl', 'id']);

/** `past_due` as `Past due`, `site_not_in_ctms` as `Site not in CTMS`. */
export function words(name: string): string {
  const text = name
    .replaceAll('_', ' ')
    .trim()
    .split(' ')
    .map((word) => (acronyms.has(word) ? word.toUpperCase() : word))
    .join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** `a`, `a and b`, `a, b and c`. */
export function list(parts: readonly string[]): string {
  const last = parts.at(-1);
  if (last === undefined) return '';
  const rest = parts.slice(0, -1);
  return rest.length === 0 ? last : `${rest.join(', ')} and ${last}`;
}
