import { PythonError } from '../errors.ts';
import { Moment } from './moment.ts';
import { months, weekdays } from './strftime.ts';

const short = (names: readonly string[]) => names.map((name) => name.slice(0, 3)).join('|');

const patterns: Readonly<Record<string, string>> = {
  Y: '(?<Y>\\d{4})',
  y: '(?<y>\\d{2})',
  m: '(?<m>1[0-2]|0?[1-9])',
  d: '(?<d>3[01]|[12]\\d|0?[1-9])',
  H: '(?<H>2[0-3]|[01]?\\d)',
  I: '(?<I>1[0-2]|0?[1-9])',
  M: '(?<M>[0-5]?\\d)',
  S: '(?<S>[0-5]?\\d)',
  f: '(?<f>\\d{1,6})',
  p: '(?<p>am|pm)',
  B: `(?<B>${months.join('|')})`,
  b: `(?<b>${short(months)})`,
  A: weekdays.join('|'),
  a: short(weekdays),
  z: '(?<z>Z|[+-]\\d{2}:?\\d{2})',
  '%': '%',
};

/** Python's `datetime.strptime` in the C locale. */
export function strptime(text: string, format: string): Moment {
  const source = format.replace(/%([\s\S])|\s+|[\\^$.*+?()[\]{}|]/g, (all, directive?: string) => {
    if (directive === undefined) return /\s/.test(all) ? '\\s+' : `\\${all}`;
    const pattern = patterns[directive];
    if (pattern !== undefined) return `(?:${pattern})`;
    throw new PythonError('ValueError', `strptime: the directive %${directive} is not supported`);
  });
  const fields = new RegExp(`^${source}$`, 'i').exec(text)?.groups;
  if (fields === undefined && !new RegExp(`^${source}$`, 'i').test(text)) {
    throw new PythonError('ValueError', `time data '${text}' does not match format '${format}'`);
  }
  return momentOf(fields ?? {});
}

function momentOf(fields: Readonly<Record<string, string | undefined>>): Moment {
  const number = (name: string, fallback: number) => Number(fields[name] ?? fallback);
  const short = number('y', 0);
  const year = fields.y === undefined ? number('Y', 1900) : short + (short < 69 ? 2000 : 1900);
  const monthName = (fields.B ?? fields.b)?.slice(0, 3).toLowerCase();
  const named = months.findIndex((month) => month.slice(0, 3).toLowerCase() === monthName);
  const month = monthName === undefined ? number('m', 1) : named + 1;
  const twelve = number('I', 0) % 12;
  const afternoon = fields.p?.toLowerCase() === 'pm' ? 12 : 0;
  const hour = fields.I === undefined ? number('H', 0) : twelve + afternoon;
  const micro = Number((fields.f ?? '0').padEnd(6, '0'));
  const parts = [year, month, number('d', 1), hour, number('M', 0), number('S', 0), micro];
  return Moment.of('datetime', parts, fields.z === undefined ? null : offsetOf(fields.z));
}

/** Minutes ahead of UTC of `Z`, `+0200` or `+02:00`. */
export function offsetOf(text: string): number {
  const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(text) ?? [];
  const offset = Number(hours ?? 0) * 60 + Number(minutes ?? 0);
  return sign === '-' ? -offset : offset;
}
