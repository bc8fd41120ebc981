/** True when the text matches the pattern, in which `*`, `?` and `[...]` work as in file names. */
export function matchesGlob(text: string, pattern: string): boolean {
  return globRegExp(pattern).test(text);
}

/** True for a pattern that is more than a plain name. */
export function isGlob(pattern: string): boolean {
  return /[*?[]/.test(pattern);
}

/**
 * True when a path or one of its folders matches: `models/staging` takes what lies in it, `**`
 * crosses folders.
 */
export function matchesPath(path: string, pattern: string): boolean {
  const plain = pattern.replace(/^\.\//, '').replace(/\/$/, '');
  if (!isGlob(plain)) return path === plain || path.startsWith(`${plain}/`);
  const folders = path.split('/');
  return folders.some((_, index) =>
    pathRegExp(plain).test(folders.slice(0, folders.length - index).join('/')),
  );
}

function globRegExp(pattern: string): RegExp {
  return new RegExp(`^${bodyOf(pattern, '.*')}$`);
}

function pathRegExp(pattern: string): RegExp {
  const parts = pattern.split('**').map((part) => bodyOf(part, '[^/]*'));
  return new RegExp(`^${parts.join('.*')}$`);
}

function bodyOf(pattern: string, star: string): string {
  return pattern.replace(/\[[^\]]*\]|[*?]|[^*?[]+|\[/g, (part) => {
    if (part === '*') return star;
    if (part === '?') return '.';
    if (part.length > 2 && part.startsWith('[')) return part.replace(/^\[!/, '[^');
    return part.replace(/[.+^${}()|\\[\]]/g, '\\$&');
  });
}
