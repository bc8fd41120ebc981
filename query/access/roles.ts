import type { Class } from './classes.ts';

/** What each role may see beyond unclassified columns; nobody is granted `unblinding`. */
export const roles = {
  leadership: ['commercial'],
  feasibility: [],
  finance: ['commercial', 'subject_level'],
  clinical_operations: ['subject_level', 'personal'],
  auditor: ['subject_level', 'personal'],
} as const satisfies Record<string, readonly Class[]>;

/** A role that a viewer can have. */
export type Role = keyof typeof roles;

/** True where the name is that of a role. */
export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}

/** The roles, in the order in which they are offered. */
export const roleNames: readonly Role[] = Object.keys(roles).filter(isRole);
