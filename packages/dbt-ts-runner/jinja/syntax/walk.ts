/** Any object of the tree with a `kind`. */
export interface AnyNode {
  readonly kind: string;
}

/** Calls `visit` for every node below and including `node`; a `false` answer skips its children. */
export function walk(node: unknown, visit: (node: AnyNode) => boolean): void {
  if (Array.isArray(node)) {
    for (const child of node) walk(child, visit);
  } else if (typeof node === 'object' && node !== null) {
    if (isNode(node) && !visit(node)) return;
    for (const child of Object.values(node)) walk(child, visit);
  }
}

function isNode(node: object): node is AnyNode {
  return 'kind' in node && typeof node.kind === 'string';
}
