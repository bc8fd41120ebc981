import { invalidArgument } from './errors.ts';

/** A whole number of at least 0 given to an option; refused with what was typed. */
export const wholeNumber =
  (option: string) =>
  (text: string): number => {
    if (!/^\d{1,15}$/.test(text))
      throw invalidArgument(`${option} takes a whole number, not "${text}".`);
    return Number(text);
  };
