import type { Position } from '../position.ts';

/** Bad syntax at a place; the environment adds the template's name. */
export class SyntaxFault extends Error {
  readonly at: Position;

  constructor(message: string, at: Position) {
    super(message);
    this.name = 'SyntaxFault';
    this.at = at;
  }
}
