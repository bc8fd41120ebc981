import { patternOf } from './pattern.ts';
import { type FileMapping, nameKey } from './profile.ts';
import { isSensitive } from './sensitive.ts';

/** Tells which columns must not be written though nothing maps them: those in `drop`, and those whose names say so. */
export const unwantedBy = ({ drop, keep }: FileMapping): ((name: string) => boolean) => {
  const kept = new Set(keep.map(nameKey));
  const drops = drop.map(patternOf);
  return (name) =>
    !kept.has(nameKey(name)) &&
    (drops.some((pattern) => pattern.test(name.trim())) || isSensitive(name));
};
