import { createHash } from 'node:crypto';
import type { Services } from '../context/services.ts';
import { PyFloat } from '../jinja/index.ts';
import type { MacroFile } from '../parse/macro_file.ts';
import { edition } from './edition.ts';

/**
 * A hash of what every part of a parse rests on: the runner, project files, target, variables,
 * flags and macros. Passwords of the target are not in it; templates cannot see them.
 */
export function projectKey(
  { root, projects, target, adapter, givenVars, invocation }: Omit<Services, 'library'>,
  macros: readonly MacroFile[],
): string {
  const { settings, ...shown } = target;
  const text = JSON.stringify(
    [
      edition(),
      root.name,
      [...projects.values()].map((project) => ({ ...project, dispatch: [...project.dispatch] })),
      shown,
      [adapter.type, adapter.database],
      givenVars,
      invocation.flags,
      macros.map(({ packageName, path, text: sql }) => [packageName, path, sql]),
    ],
    withFloats,
  );
  return createHash('sha256').update(text).digest('hex');
}

/** JSON shows 2.0 as 2; templates tell them apart. */
export function withFloats(this: Record<string, unknown>, key: string, value: unknown): unknown {
  const given = this[key];
  return given instanceof PyFloat ? { float: String(given) } : value;
}
