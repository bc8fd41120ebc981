import { useSignal } from '@preact/signals';
import { useId } from 'preact/hooks';

interface MultiSelectProps {
  readonly label: string;
  readonly options: readonly string[];
  readonly chosen: readonly string[];
  readonly describe?: (value: string) => string;
  readonly onChange: (values: readonly string[]) => void;
}

const searchFrom = 10;

function summary(chosen: readonly string[], describe: (value: string) => string): string {
  const [only] = chosen;
  if (only === undefined) return 'all';
  return chosen.length === 1 ? describe(only) : `${chosen.length} chosen`;
}

function place({ currentTarget }: { currentTarget: HTMLElement }): void {
  const button = currentTarget.previousElementSibling;
  if (!button || !currentTarget.matches(':popover-open')) return;
  const { left, bottom } = button.getBoundingClientRect();
  currentTarget.style.left = `${Math.max(8, Math.min(left, innerWidth - currentTarget.offsetWidth - 8))}px`;
  currentTarget.style.top = `${bottom + 4}px`;
}

/** A button that opens a list of checkboxes; each tick applies at once, Escape closes. */
export function MultiSelect(props: MultiSelectProps) {
  const { label, options, chosen, describe = (value) => value, onChange } = props;
  const id = useId();
  const search = useSignal('');
  const wanted = search.value.trim().toLowerCase();
  const shown = options.filter((value) => describe(value).toLowerCase().includes(wanted));
  const toggle = (value: string) =>
    onChange(
      chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value],
    );
  return (
    <div class="filter" data-filter={label}>
      <button type="button" class="filter-button" popovertarget={id}>
        <span class="filter-label">{label}</span>{' '}
        <span class="filter-value">{summary(chosen, describe)}</span>
      </button>
      <div id={id} popover="auto" class="menu" onToggle={place}>
        <fieldset>
          <legend>{label}</legend>
          {options.length >= searchFrom && (
            <input
              type="search"
              aria-label={`Search ${label.toLowerCase()}`}
              value={search.value}
              onInput={({ currentTarget }) => {
                search.value = currentTarget.value;
              }}
            />
          )}
          <div class="choices-list">
            {shown.map((value) => (
              <label key={value}>
                <input
                  type="checkbox"
                  value={value}
                  checked={chosen.includes(value)}
                  onChange={() => toggle(value)}
                />{' '}
                {describe(value)}
              </label>
            ))}
            {shown.length === 0 && <p class="muted">No match.</p>}
          </div>
        </fieldset>
        <button type="button" disabled={chosen.length === 0} onClick={() => onChange([])}>
          Clear {label.toLowerCase()}
        </button>
      </div>
    </div>
  );
}
