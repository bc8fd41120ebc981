import { PythonError } from '../errors.ts';

/** A Python range. */
export class PyRange {
  readonly start: number;
  readonly stop: number;
  readonly step: number;

  constructor(start: number, stop: number, step = 1) {
    if (step === 0) throw new PythonError('ValueError', 'range() arg 3 must not be zero');
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  get length(): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step));
  }

  at(index: number): number {
    return this.start + index * this.step;
  }

  items(): number[] {
    return Array.from({ length: this.length }, (_, index) => this.at(index));
  }
}
