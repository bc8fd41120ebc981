/**
 * Names that ICU knows and the IANA list has not, in lower case. Most are abbreviations that several zones share: IST is the
 * time of India, of Israel and of Ireland.
 */
const NO_ZONE =
  '(act|aet|agt|art|ast|bet|bst|cat|cnt|cst|ctt|eat|ect|iet|ist|jst|mit|net|nst|plt|pnt|prt|pst|sst|vst|factory)|systemv/.*|[-+].*';

const isNoZone = new RegExp(`^(${NO_ZONE})$`);

/** Whether this is a time zone of the IANA list (`Europe/Berlin`, `CET`, `UTC`), in any case. */
export const isTimeZone = (name: string): boolean => {
  if (isNoZone.test(name.toLowerCase())) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
};

/** What is wrong with a zone that nobody knows, to stand after the name of what names it. */
export const zoneFault = (zone: string): string =>
  `names the time zone ${zone}, which is no known name of the IANA list (as Europe/Berlin)`;

/** SQL of whether a value is one. */
export const isTimeZoneSql = (name: string): string =>
  `lower(${name}) IN (SELECT lower(name) FROM pg_timezone_names() WHERE NOT regexp_full_match(lower(name), '${NO_ZONE}'))`;
