import { signal } from '@preact/signals';
import { ServerRefusal } from '../wire/http.ts';

/** What keeps the whole page, not one tile, from being right. */
export const trouble = signal<string | undefined>(undefined);

export function report(error: unknown): void {
  trouble.value =
    error instanceof ServerRefusal
      ? [error.message, error.hint].filter(Boolean).join(' ')
      : 'The server could not be reached. Check that it runs, then reload the page.';
}
