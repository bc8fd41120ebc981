import { PythonError } from '../errors.ts';
import type { Moment } from './moment.ts';
import { offsetText } from './offset-text.ts';

export const months = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
];

export const weekdays = [
  'Monday',
  'Tuesday',
  'Wednesday',
  'Thursday',
  'Friday',
  'Saturday',
  'Sunday',
];

/** Python's `strftime` in the C locale; an unknown directive is an error. */
export function strftime(moment: Moment, format: string): string {
  return format.replace(/%(-?)([\s\S]?)/g, (_all, bare: string, directive: string) => {
    const text = field(moment, directive);
    if (text === undefined) {
      throw new PythonError('ValueError', `strftime: the directive %${directive} is not supported`);
    }
    return bare === '-' ? text.replace(/^0+(?=\d)/, '') : text;
  });
}

function field(moment: Moment, directive: string): string | undefined {
  const [year, month, day, hour, minute, second, micro] = moment.parts;
  const two = (part: number) => String(part).padStart(2, '0');
  const monthName = months[month - 1] ?? '';
  const dayName = weekdays[moment.weekday] ?? '';
  switch (directive) {
    case 'Y':
      return String(year).padStart(4, '0');
    case 'y':
      return two(year % 100);
    case 'm':
      return two(month);
    case 'd':
      return two(day);
    case 'e':
      return String(day).padStart(2, ' ');
    case 'H':
      return two(hour);
    case 'I':
      return two(hour % 12 === 0 ? 12 : hour % 12);
    case 'M':
      return two(minute);
    case 'S':
      return two(second);
    case 'f':
      return String(micro).padStart(6, '0');
    case 'p':
      return hour < 12 ? 'AM' : 'PM';
    case 'B':
      return monthName;
    case 'b':
    case 'h':
      return monthName.slice(0, 3);
    case 'A':
      return dayName;
    case 'a':
      return dayName.slice(0, 3);
    case 'w':
      return String((moment.weekday + 1) % 7);
    case 'u':
      return String(moment.weekday + 1);
    case 'j':
      return String(moment.dayOfYear).padStart(3, '0');
    case 'U':
      return two(Math.floor((moment.dayOfYear + 6 - ((moment.weekday + 1) % 7)) / 7));
    case 'W':
      return two(Math.floor((moment.dayOfYear + 6 - moment.weekday) / 7));
    case 'F':
      return strftime(moment, '%Y-%m-%d');
    case 'T':
    case 'X':
      return strftime(moment, '%H:%M:%S');
    case 'D':
    case 'x':
      return strftime(moment, '%m/%d/%y');
    case 'z':
      return offsetText(moment.offset, '');
    case 'Z':
      return moment.zoneName ?? '';
    case 'G':
      return String(moment.isoWeek[0]).padStart(4, '0');
    case 'V':
      return two(moment.isoWeek[1]);
    case 's':
      return String(Math.floor(moment.instant / 1_000_000));
    case '%':
      return '%';
    default:
      return undefined;
  }
}
