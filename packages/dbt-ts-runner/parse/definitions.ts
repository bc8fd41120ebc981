import { translateError } from '../context/failure.ts';
import type { BlockDefinition, Environment } from '../jinja/index.ts';

/** What a file defines at its top level. */
export function definitionsIn(
  environment: Environment,
  text: string,
  name: string,
): BlockDefinition[] {
  try {
    return environment.parse(text, name).definitions();
  } catch (error) {
    throw translateError(error);
  }
}
