import { str } from '../values/text.ts';
import type { Value } from '../values/value.ts';

/** What a body has printed so far. */
export class Output {
  readonly parts: Value[] = [];

  write(part: Value): void {
    this.parts.push(part);
  }

  text(): string {
    let text = '';
    for (const part of this.parts) text += str(part);
    return text;
  }
}
