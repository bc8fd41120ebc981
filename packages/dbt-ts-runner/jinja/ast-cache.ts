import type { TemplateNode } from './syntax/ast.ts';

const capacity = 20_000;

/** Trees by their text, the oldest forgotten first. */
export class AstCache {
  readonly #trees = new Map<string, TemplateNode>();

  find(source: string, parse: () => TemplateNode): TemplateNode {
    const known = this.#trees.get(source);
    if (known !== undefined) return known;
    const tree = parse();
    this.#trees.set(source, tree);
    if (this.#trees.size > capacity) {
      for (const oldest of this.#trees.keys()) {
        this.#trees.delete(oldest);
        break;
      }
    }
    return tree;
  }
}
