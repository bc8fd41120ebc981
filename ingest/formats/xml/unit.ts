/** UTF-16 units that markup is made of. */
export const TAB = 9;
export const LF = 10;
export const CR = 13;
export const SPACE = 32;
export const BANG = 33;
export const DOUBLE = 34;
export const AMPERSAND = 38;
export const SINGLE = 39;
export const SLASH = 47;
export const LESS = 60;
export const EQUALS = 61;
export const GREATER = 62;
export const QUESTION = 63;
export const BRACKET = 93;

/** Stands after the last unit at hand; no document may hold it. */
export const END = 0xffff;

export const isBlank = (unit: number): boolean =>
  unit === SPACE || unit === LF || unit === TAB || unit === CR;

/** Whether a name ends before this unit, if by the end of what is at hand. */
export const endsName = (unit: number): boolean =>
  unit <= SPACE || unit === GREATER || unit === SLASH || unit === EQUALS || unit === END;
