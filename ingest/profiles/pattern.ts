const literally = (text: string): string => text.replace(/[.+^$()|[\]\\]/g, '\\$&');

const compiled = (pattern: string): RegExp =>
  new RegExp(
    `^${literally(pattern)
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')
      .replace(/\{([^{}]*)\}/g, (_, words: string) => `(?:${words.split(',').join('|')})`)}$`,
    'i',
  );

const known = new Map<string, RegExp>();

/** A file or column pattern with `*`, `?` and `{a,b}`, compared without case. Every file is asked the same ones. */
export const patternOf = (pattern: string): RegExp => {
  const found = known.get(pattern) ?? compiled(pattern);
  known.set(pattern, found);
  return found;
};

/** How much a pattern says: its characters that stand for themselves. */
export const literalLength = (pattern: string): number => pattern.replace(/[*?{},]/g, '').length;
