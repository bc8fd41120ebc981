const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' });

function nameOf(code: string): string | undefined {
  try {
    return names.of(code);
  } catch {
    return undefined;
  }
}

/** `Germany (DE)` of an ISO 3166 alpha-2 code; the code alone when it names no country. */
export function countryLabel(code: string): string {
  if (code === 'ZZ') return 'Unknown (ZZ)';
  const name = nameOf(code);
  return name === undefined ? code : `${name} (${code})`;
}
