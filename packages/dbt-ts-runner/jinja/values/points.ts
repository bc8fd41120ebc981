const surrogate = /[\ud800-\udfff]/;

/** A string's characters as Python counts them. */
export function points(text: string): string[] {
  return surrogate.test(text) ? Array.from(text) : text.split('');
}

export function pointCount(text: string): number {
  return surrogate.test(text) ? Array.from(text).length : text.length;
}

/** Turns an offset in UTF-16 units into one in characters. */
export function pointOffset(text: string, offset: number): number {
  return offset <= 0 ? offset : pointCount(text.slice(0, offset));
}

/** Python compares strings by code point, not by UTF-16 unit. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  if (!surrogate.test(a) && !surrogate.test(b)) return a < b ? -1 : 1;
  const left = points(a);
  const right = points(b);
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = code(left[index]) - code(right[index]);
    if (difference !== 0) return Math.sign(difference);
  }
  return Math.sign(left.length - right.length);
}

function code(point: string | undefined): number {
  return point?.codePointAt(0) ?? 0;
}
