import { computed } from '@preact/signals';
import { address } from './filters.ts';

export type Route =
  | { readonly page: 'portfolio' }
  | { readonly page: 'study'; readonly studyId: string }
  | { readonly page: 'unknown'; readonly path: string };

export function parseRoute(path: string): Route {
  if (path === '/' || path === '/index.html') return { page: 'portfolio' };
  const [, studyId] = /^\/studies\/([^/]+)\/?$/.exec(path) ?? [];
  if (studyId === undefined) return { page: 'unknown', path };
  try {
    return { page: 'study', studyId: decodeURIComponent(studyId) };
  } catch {
    return { page: 'unknown', path };
  }
}

export function studyPath(studyId: string): string {
  return `/studies/${encodeURIComponent(studyId)}`;
}

export const route = computed(() => parseRoute(address.value.path));

/** What the browser's tab and history call the page. */
export function titleOf(page: Route): string {
  switch (page.page) {
    case 'portfolio':
      return 'Portfolio · Portolan';
    case 'study':
      return `Study ${page.studyId} · Portolan`;
    case 'unknown':
      return 'No such page · Portolan';
  }
}
