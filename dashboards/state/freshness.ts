import { signal } from '@preact/signals';
import { getJson } from '../wire/http.ts';

/** What has arrived of one feed from one source; times are ISO, UTC. */
export interface Feed {
  readonly feed: string;
  readonly source: string;
  readonly last_loaded_at: string;
  readonly rows_rejected: number;
}

/** When the data were true and which build tells it. */
export interface Freshness {
  readonly build_id: string;
  readonly built_at: string;
  /** ISO day that the data are evaluated on. */
  readonly data_as_of: string;
  readonly definitions_version: string;
  readonly feeds: readonly Feed[];
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
