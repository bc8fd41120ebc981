import type { Class } from './classes.ts';

/** What each role may see beyond unclassified columns; nobody is granted `unblinding`. */
export const roles = {
  leadership: ['commercial'],
  feasibility: [],
  finance: ['commercial', 'subject_level'],
  clinical_operations: ['subject_level', 'personal'],
  auditor: ['commercial', 'subject_level', 'personal'],
} as const satisfies Record<string, readonly Class[]>;

export type Role = keyof typeof roles;

export function isRole(name: string): name is Role {
  return Object.hasOwn(roles, name);
}

export const roleNames: readonly Role[] = Object.keys(roles).filter(isRole);
