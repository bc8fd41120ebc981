const literally = (text: string): string => text.replace(/[.+^$()|[\]\\]/g, '\\$&');

/** A file or column pattern with `*`, `?` and `{a,b}`, compared without case. */
export const patternOf = (pattern: string): RegExp =>
  new RegExp(
    `^${literally(pattern)
      .replace(/\*/g, '.*')
      .replace(/\?/g, '.')
      .replace(/\{([^{}]*)\}/g, (_, words: string) => `(?:${words.split(',').join('|')})`)}$`,
    'i',
  );

/** How much a pattern says: its characters that stand for themselves. */
export const literalLength = (pattern: string): number => pattern.replace(/[*?{},]/g, '').length;
