/** What a number format shows a number as. */
export type NumberKind = 'number' | 'date' | 'time' | 'datetime' | 'elapsed';

const MS_PER_DAY = 86_400_000;

const BUILT_IN: readonly (readonly [number, number, NumberKind])[] = [
  [14, 17, 'date'],
  [18, 21, 'time'],
  [22, 22, 'datetime'],
  [27, 31, 'date'],
  [32, 35, 'time'],
  [36, 36, 'date'],
  [45, 45, 'time'],
  [46, 46, 'elapsed'],
  [47, 47, 'time'],
  [50, 54, 'date'],
  [55, 56, 'time'],
  [57, 58, 'date'],
];

/** The kind of a built-in number format. */
export const builtInKind = (id: number): NumberKind =>
  BUILT_IN.find(([first, last]) => id >= first && id <= last)?.[2] ?? 'number';

/** The kind of a number format's code: letters outside quotes, escapes and brackets say whether it shows a time. */
export const kindOfCode = (code: string): NumberKind => {
  const [section = ''] = code.replace(/"[^"]*"|\\.|_.|\*./g, '').split(';');
  if (/\[(h+|m+|s+)\]/i.test(section)) return 'elapsed';
  const letters = section.replace(/\[[^\]]*\]|general|am\/pm|a\/p/gi, '').toLowerCase();
  const isTime = /[hs]/.test(letters);
  const isDate = /[yd]/.test(letters) || (/m/.test(letters) && !isTime);
  if (isDate) return isTime ? 'datetime' : 'date';
  return isTime ? 'time' : 'number';
};

const two = (value: number): string => String(value).padStart(2, '0');

const clock = (ms: number, hours: number): string => {
  const rest = ms % 1_000;
  const seconds = Math.floor(ms / 1_000);
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(3, '0')}`;
  return `${two(hours)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}${fraction}`;
};

/** Day 60 of the 1900 system is a 29 February that never was; it is told as the workbook shows it. */
const dayText = (day: number, is1904: boolean): string => {
  if (!is1904 && day === 60) return '1900-02-29';
  const epoch = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, day > 60 ? 30 : 31);
  return new Date(epoch + day * MS_PER_DAY).toISOString().slice(0, 10);
};

/** Day of 9999-12-31, the last that a workbook can show. */
const LAST_DAY = 2_958_465;

/**
 * The ISO 8601 text of a serial number: `2026-03-31`, `2026-03-31T20:00:00`, `20:00:00`, or hours beyond 24 for elapsed time,
 * to the millisecond. A number that no calendar shows gives undefined.
 */
export const serialText = (
  serial: number,
  kind: NumberKind,
  is1904: boolean,
): string | undefined => {
  if (!(serial >= 0) || serial >= LAST_DAY + 1) return undefined;
  const total = Math.round(serial * MS_PER_DAY);
  if (kind === 'elapsed') return clock(total, Math.floor(total / 3_600_000));
  const day = Math.floor(total / MS_PER_DAY);
  const ms = total - day * MS_PER_DAY;
  const time = clock(ms, Math.floor(ms / 3_600_000));
  const hasDay = is1904 ? day > 0 || kind !== 'time' : day >= 1;
  if (!hasDay) return kind === 'date' ? undefined : time;
  const date = dayText(day, is1904);
  return kind === 'date' && ms === 0 ? date : `${date}T${time}`;
};
