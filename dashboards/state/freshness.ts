import { signal } from '@preact/signals';
import { getJson } from '../wire/http.ts';

/** When the data were true and which build tells it. */
export interface Freshness {
  readonly build_id: string;
  readonly data_as_of: string;
  readonly built_at?: string;
}

export const freshness = signal<Freshness | undefined>(undefined);

export async function loadFreshness(): Promise<void> {
  freshness.value = await getJson<Freshness>('/api/freshness');
}

/** Looks for a newer build whenever the page comes back into view. */
export function followFreshness(onError: (error: unknown) => void): () => void {
  const look = () => {
    if (document.visibilityState === 'visible') loadFreshness().catch(onError);
  };
  document.addEventListener('visibilitychange', look);
  return () => document.removeEventListener('visibilitychange', look);
}
