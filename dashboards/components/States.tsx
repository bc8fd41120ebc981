import { chosen, clearFilters, filterLabels, filterNames } from '../state/filters.ts';
import { outage, retry } from '../state/query.ts';
import type { WireError } from '../wire/types.ts';

export function Skeleton() {
  return (
    <div class="skeleton">
      <span class="hidden">Loading</span>
    </div>
  );
}

interface EmptyProps {
  /** What it means that there are no rows, where that is known. */
  readonly nothing?: string | undefined;
}

/** Says what an empty answer means, or which filters emptied the tile and offers to lift them. */
export function Empty({ nothing }: EmptyProps) {
  if (nothing !== undefined) return <p class="empty">{nothing}</p>;

  const active = filterNames.filter((name) => chosen.value[name].length > 0);
  const described = active.map(
    (name) => `${filterLabels[name].toLowerCase()} ${chosen.value[name].join(', ')}`,
  );
  return (
    <div class="empty">
      <p>
        {active.length > 0
          ? `Nothing matches the filters: ${described.join('; ')}.`
          : 'There are no data for this yet.'}
      </p>
      {active.length > 0 && (
        <button type="button" onClick={clearFilters}>
          Clear filters
        </button>
      )}
    </div>
  );
}

function Reason({ error }: { error: WireError }) {
  return (
    <div class="failed" role="alert">
      <p>
        {error.message} {error.hint} <code>{error.code}</code>
      </p>
      <button type="button" onClick={retry}>
        Try again
      </button>
    </div>
  );
}

/** Why a tile has no data. What struck the whole page is said once, above. */
export function Failed({ error }: { error: WireError }) {
  return error === outage.value ? <p class="empty">No answer.</p> : <Reason error={error} />;
}

export function Outage() {
  return outage.value ? <Reason error={outage.value} /> : null;
}
