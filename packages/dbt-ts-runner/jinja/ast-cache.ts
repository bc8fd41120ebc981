import { createHash } from 'node:crypto';
import type { TemplateNode } from './syntax/ast.ts';

const capacity = 20_000;

/** Trees by the hash of their text, the least recently used forgotten first. */
export class AstCache {
  readonly #trees = new Map<string, TemplateNode>();

  find(source: string, parse: () => TemplateNode): TemplateNode {
    const key = createHash('sha256').update(source).digest('base64');
    const known = this.#trees.get(key);
    const tree = known ?? parse();
    if (known) this.#trees.delete(key);
    this.#trees.set(key, tree);
    const [oldest] = this.#trees.keys();
    if (this.#trees.size > capacity && oldest !== undefined) this.#trees.delete(oldest);
    return tree;
  }
}
