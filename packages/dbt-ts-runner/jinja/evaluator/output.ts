import { str } from '../values/text.ts';
import type { Value } from '../values/value.ts';

/** What a body prints: text at once, since a list printed now may change later. */
export class Output {
  #text = '';

  write(part: Value): void {
    this.#text += str(part);
  }

  text(): string {
    return this.#text;
  }
}

/** What a whole template prints when its values are to keep their type. */
export class NativeOutput extends Output {
  readonly parts: Value[] = [];

  override write(part: Value): void {
    this.parts.push(part);
  }
}
