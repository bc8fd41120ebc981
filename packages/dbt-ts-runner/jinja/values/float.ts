import { floatText } from './float-text.ts';

/** A Python float; ints are plain numbers. */
export class PyFloat {
  readonly value: number;

  constructor(value: number) {
    this.value = value;
  }

  valueOf(): number {
    return this.value;
  }

  toString(): string {
    return floatText(this.value);
  }

  toJSON(): number {
    return this.value;
  }
}
