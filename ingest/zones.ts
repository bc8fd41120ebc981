const UNIVERSAL = ['UTC', 'GMT'];

/**
 * Whether this is a time zone of the IANA list (`Europe/Berlin`), UTC or GMT. An abbreviation is none: IST is the time of
 * India, of Israel and of Ireland.
 */
export const isTimeZone = (name: string): boolean => {
  if (!name.includes('/')) return UNIVERSAL.includes(name);
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** SQL of the same question. */
export const isTimeZoneSql = (name: string): string =>
  `${name} IN (SELECT name FROM pg_timezone_names() WHERE contains(name, '/') OR name IN (${UNIVERSAL.map((one) => `'${one}'`).join(', ')}))`;
