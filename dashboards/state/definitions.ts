import { signal } from '@preact/signals';
import { getJson } from '../wire/http.ts';

/** A metric as the warehouse defines it. */
export interface Definition {
  readonly name: string;
  readonly label?: string;
  readonly description?: string;
  readonly code?: string;
  readonly formula?: string;
  readonly unit?: string;
  readonly format?: string;
  readonly grain?: string;
  readonly owner?: string;
  readonly source?: string;
  readonly dimensions?: readonly string[];
}

/** Definitions by metric; undefined until they have arrived. */
export const definitions = signal<ReadonlyMap<string, Definition> | undefined>(undefined);

export async function loadDefinitions(): Promise<void> {
  const answer = await getJson<{ metrics: Definition[] }>('/api/metrics');
  definitions.value = new Map(answer.metrics.map((metric) => [metric.name, metric]));
}
