import { countryLabel } from '../format/country.ts';
import { words } from '../format/words.ts';
import {
  chosen,
  clearFilters,
  dropped,
  type FilterName,
  filterLabels,
  forgetDropped,
  options,
  setFilter,
} from '../state/filters.ts';
import { MultiSelect } from './MultiSelect.tsx';

function describe(name: FilterName, value: string): string {
  if (name === 'country') return countryLabel(value);
  return name === 'study_status' ? words(value) : value;
}

function Chips({ names }: { names: readonly FilterName[] }) {
  const active = names.flatMap((name) => chosen.value[name].map((value) => ({ name, value })));
  if (active.length === 0) return null;
  return (
    <ul class="chips" aria-label="Filters in force">
      {active.map(({ name, value }) => (
        <li key={`${name} ${value}`}>
          <button
            type="button"
            aria-label={`Remove filter ${filterLabels[name]}: ${describe(name, value)}`}
            onClick={() =>
              setFilter(
                name,
                chosen.value[name].filter((other) => other !== value),
              )
            }
          >
            {filterLabels[name]}: {describe(name, value)} <span aria-hidden="true">×</span>
          </button>
        </li>
      ))}
      <li>
        <button type="button" class="quiet" onClick={clearFilters}>
          Clear filters
        </button>
      </li>
    </ul>
  );
}

function DroppedBanner() {
  if (dropped.value.length === 0) return null;
  const list = dropped.value.map(({ name, value }) => `${name} “${value}”`).join(', ');
  return (
    <div class="banner" role="alert">
      <p>Filters from this link could not be applied and were left out: {list}.</p>
      <button type="button" onClick={forgetDropped}>
        Dismiss
      </button>
    </div>
  );
}

/** The page's filters. They live in the address; a link with an unknown value says what it lost. */
export function FilterBar({ names }: { names: readonly FilterName[] }) {
  return (
    <>
      <section class="filters" aria-label="Filters">
        {names.map((name) => (
          <MultiSelect
            key={name}
            label={filterLabels[name]}
            options={options.value[name] ?? []}
            chosen={chosen.value[name]}
            describe={(value) => describe(name, value)}
            onChange={(values) => setFilter(name, values)}
          />
        ))}
        <Chips names={names} />
      </section>
      <DroppedBanner />
    </>
  );
}
