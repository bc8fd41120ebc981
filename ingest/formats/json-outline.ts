/** What the first bytes of a JSON text show: its outermost bracket and the members of its first object. */
export interface JsonOutline {
  readonly root: 'array' | 'object';
  /** Keys of the root object, or of the first object in a root array, in order; with the value where it is a short string. */
  readonly keys: ReadonlyMap<string, string | undefined>;
}

const TOKEN = /"([^"\\]*(?:\\.[^"\\]*)*)("?)|[{}[\],:]|[^\s"{}[\],:]+/gs;

/** The outline of a JSON text from its head, which may end anywhere; undefined where it does not start like JSON. */
export const outlineOf = (head: string): JsonOutline | undefined => {
  const start = head
    .slice(0, 4_096)
    .replace(/^\uFEFF/, '')
    .trimStart();
  const isArray = start.startsWith('[');
  if (!isArray && !start.startsWith('{')) return undefined;
  const keys = new Map<string, string | undefined>();
  const home = isArray ? 2 : 1;
  let depth = 0;
  let key: string | undefined;
  let isValue = false;
  for (const [token, quoted, end] of head.matchAll(TOKEN)) {
    if (quoted !== undefined && end === '') break;
    if (token === '{' || token === '[') depth += 1;
    else if (token === '}' || token === ']') {
      depth -= 1;
      if (depth < home) break;
    } else if (depth === home) {
      if (token === ',') {
        isValue = false;
        key = undefined;
      } else if (token === ':') {
        isValue = true;
        if (key !== undefined) keys.set(key, undefined);
      } else if (quoted !== undefined && !isValue) key = quoted;
      else if (quoted !== undefined && key !== undefined) keys.set(key, quoted);
    }
  }
  return { root: isArray ? 'array' : 'object', keys };
};
