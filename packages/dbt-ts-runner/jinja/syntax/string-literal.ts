const simple: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  '\\': '\\',
  "'": "'",
  '"': '"',
  '\n': '',
};

const escapes =
  /\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{1,3})|([ntrabfv\\'"\n]))/g;

/** The value of a quoted literal. As in Python, an unknown escape such as `\d` keeps its backslash. */
export function unquote(literal: string): string {
  const inner = literal.slice(1, -1);
  if (!inner.includes('\\')) return inner;
  return inner.replace(escapes, (_match, hex, four, eight, octal, letter) => {
    if (letter !== undefined) return simple[letter] ?? '';
    if (octal !== undefined) return String.fromCodePoint(Number.parseInt(octal, 8));
    return String.fromCodePoint(Number.parseInt(hex ?? four ?? eight, 16));
  });
}
