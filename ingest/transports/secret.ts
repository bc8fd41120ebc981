import { secretMissing } from './errors.ts';
import type { SecretReference } from './transport.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The secret that the environment gives. Throws SECRET_MISSING. */
export const secretOf = (
  name: string,
  reference: SecretReference,
  environment: Environment,
): string => {
  const value = environment[reference.env];
  if (value === undefined || value === '') throw secretMissing(name, reference.env);
  return value;
};
