import { computed, signal } from '@preact/signals';
import { getJson, postJson } from '../wire/http.ts';

export interface Viewer {
  readonly id: string;
  readonly role: string;
  readonly classes: readonly string[];
}

interface Session {
  readonly viewer: Viewer;
  readonly roles: readonly string[];
}

export const session = signal<Session | undefined>(undefined);
export const classes = computed(() => new Set(session.value?.viewer.classes ?? []));

const roleLabels: Readonly<Record<string, string>> = {
  leadership: 'Leadership',
  feasibility: 'Feasibility',
  finance: 'Finance',
  clinical_operations: 'Clinical operations',
  auditor: 'Auditor',
};

export function roleLabel(role: string): string {
  return roleLabels[role] ?? role;
}

export async function loadSession(): Promise<void> {
  session.value = await getJson<Session>('/api/session');
}

export async function chooseRole(role: string): Promise<void> {
  session.value = await postJson<Session>('/api/session/role', { role });
}
