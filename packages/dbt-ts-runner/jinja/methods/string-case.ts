import { points } from '../values/points.ts';
import { methods } from './method.ts';

const letter = /\p{L}/u;
const upper = /\p{Lu}/u;
const lower = /\p{Ll}/u;

export const caseMethods = methods<string>({
  upper: (self) => self.toUpperCase(),
  lower: (self) => self.toLowerCase(),
  casefold: (self) => self.toLowerCase().replaceAll('ß', 'ss'),
  capitalize: (self) => capitalize(self),
  title: (self) => titleCase(self),
  swapcase: (self) =>
    points(self)
      .map((point) => (upper.test(point) ? point.toLowerCase() : point.toUpperCase()))
      .join(''),
  isupper: (self) => upper.test(self) && !lower.test(self),
  islower: (self) => lower.test(self) && !upper.test(self),
  istitle: (self) => letter.test(self) && titleCase(self) === self,
  isalpha: (self) => /^\p{L}+$/u.test(self),
  isalnum: (self) => /^[\p{L}\p{N}]+$/u.test(self),
  isdigit: (self) => /^[\p{Nd}²³¹⁰⁴-⁹₀-₉]+$/u.test(self),
  isdecimal: (self) => /^\p{Nd}+$/u.test(self),
  isnumeric: (self) => /^\p{N}+$/u.test(self),
  isspace: (self) => /^\s+$/.test(self),
  isascii: (self) => points(self).every((point) => (point.codePointAt(0) ?? 0) < 128),
  isidentifier: (self) => /^[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}_]*$/u.test(self),
  isprintable: (self) => !/[\p{C}\p{Zl}\p{Zp}]/u.test(self),
});

export function capitalize(text: string): string {
  const [first = '', ...rest] = points(text);
  return first.toUpperCase() + rest.join('').toLowerCase();
}

/** Python's `str.title`: a letter starts a word when the character before it is no letter. */
function titleCase(text: string): string {
  return text.replace(/\p{L}+/gu, capitalize);
}
