import { QueryError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { type Class, rowClasses } from './classes.ts';
import { isRole, type Role, roleNames, roles } from './roles.ts';

/** Studies, countries (ISO alpha-2) and sites (`<study id>|<site id>`) whose rows a viewer may see. */
export interface Scope {
  studies: string[] | '*';
  countries: string[] | '*';
  sites: string[] | '*';
}

/** Who asks. `classes` can only narrow what the role grants. */
export interface Viewer {
  id: string;
  role: Role;
  scope: Scope;
  classes: Class[];
}

/**
 * A viewer with all classes of a role and every study, country and site in scope.
 *
 * @throws QueryError QUERY_UNKNOWN_ROLE naming the roles.
 */
export function viewerFor(role: string, id: string): Viewer {
  if (!isRole(role)) {
    throw new QueryError('QUERY_UNKNOWN_ROLE', `There is no role "${role}".`, {
      hint: `Roles, nearest first: ${nearest(role, roleNames).join(', ')}.`,
    });
  }
  const scope: Scope = { studies: '*', countries: '*', sites: '*' };
  return { id, role, scope, classes: [...roles[role]] };
}

function grantedTo(viewer: Viewer): ReadonlySet<Class> {
  if (!isRole(viewer.role)) {
    throw new QueryError('QUERY_UNKNOWN_ROLE', 'The viewer has no role that is known here.');
  }
  const granted: readonly Class[] = roles[viewer.role];
  return new Set(viewer.classes.filter((name) => granted.includes(name)));
}

export function isGranted(viewer: Viewer, needed: Iterable<Class>): boolean {
  const granted = grantedTo(viewer);
  return [...needed].every((name) => granted.has(name));
}

/** Whether a viewer may read all rows of a mart that are of a study, or of none (null). */
export function mayReadRows(viewer: Viewer, mart: string, study: string | null): boolean {
  const needed = rowClasses(mart);
  if (needed === undefined || !isGranted(viewer, needed)) return false;
  const { studies, countries, sites } = viewer.scope;
  if (countries !== '*' || sites !== '*') return false;
  return studies === '*' || (study !== null && studies.includes(study));
}

/** @throws QueryError QUERY_CLASS_DENIED naming the class and the role. */
export function demandClasses(viewer: Viewer, needed: Iterable<Class>, what: string): void {
  const granted = grantedTo(viewer);
  for (const name of needed) {
    if (granted.has(name)) continue;
    throw new QueryError(
      'QUERY_CLASS_DENIED',
      `The role ${viewer.role} may not see ${what}: it is of class ${name}.`,
      { hint: `Leave it out, or ask as a role that is granted ${name}.` },
    );
  }
}
