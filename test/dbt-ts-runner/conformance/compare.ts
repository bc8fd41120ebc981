import type { Aspect, Deviation } from './scenario.ts';

/** Something that dbt and dbt-ts do not do alike. */
export interface Difference {
  readonly aspect: Aspect;
  readonly subject: string;
  readonly dbt: string;
  readonly ours: string;
  /** The step that it was first found in, from 1. */
  readonly step: number;
}

/** Compares what two maps say of each key, as text; a difference tells both in the words of `show`. */
export function compareMaps<T>(
  aspect: Aspect,
  dbt: ReadonlyMap<string, T>,
  ours: ReadonlyMap<string, T>,
  text: (value: T) => string,
  show: (value: T) => string = text,
): Omit<Difference, 'step'>[] {
  const say = (value: T | undefined, words: (value: T) => string) =>
    value === undefined ? '(nothing)' : words(value);
  return [...new Set([...dbt.keys(), ...ours.keys()])]
    .sort()
    .filter((key) => say(dbt.get(key), text) !== say(ours.get(key), text))
    .map((subject) => ({
      aspect,
      subject,
      dbt: say(dbt.get(subject), show),
      ours: say(ours.get(subject), show),
    }));
}

/** Leaves the lines that only one of the two has. */
export function onlyDifferentLines<T extends Omit<Difference, 'step'>>(difference: T): T {
  const dbt = difference.dbt.split('\n');
  const ours = difference.ours.split('\n');
  return {
    ...difference,
    dbt: dbt.filter((line) => !ours.includes(line)).join('\n'),
    ours: ours.filter((line) => !dbt.includes(line)).join('\n'),
  };
}

/** True when the deviation is about this difference. */
export function explains(deviation: Deviation, { aspect, subject }: Difference): boolean {
  if (deviation.aspect !== aspect) return false;
  return deviation.subject.endsWith('*')
    ? subject.startsWith(deviation.subject.slice(0, -1))
    : subject === deviation.subject;
}
