import { useId } from 'preact/hooks';
import { definitions, type Definition as Metric } from '../state/definitions.ts';

interface DefinitionProps {
  readonly title: string;
  readonly metrics?: readonly string[];
  /** What the tile itself works out from the metrics. */
  readonly note?: string | undefined;
}

function place(button: HTMLElement, tip: HTMLElement): void {
  const { left, bottom, top } = button.getBoundingClientRect();
  const { offsetWidth, offsetHeight } = tip;
  const below = bottom + 6 + offsetHeight <= innerHeight;
  tip.style.left = `${Math.max(8, Math.min(left, innerWidth - offsetWidth - 8))}px`;
  tip.style.top = `${below ? bottom + 6 : Math.max(8, top - 6 - offsetHeight)}px`;
}

function MetricText({ metric }: { metric: Metric }) {
  const facts = [
    metric.code,
    metric.unit && `unit: ${metric.unit}`,
    metric.owner && `owner: ${metric.owner}`,
  ];
  return (
    <>
      <dt>{metric.label ?? metric.name}</dt>
      <dd>
        {metric.description}
        {metric.formula && <span class="formula">{metric.formula}</span>}
        <span class="muted">{facts.filter(Boolean).join(' · ')}</span>
      </dd>
    </>
  );
}

/** "?" button whose popover tells how the tile's numbers are defined; Escape closes it. */
export function Definition({ title, metrics = [], note }: DefinitionProps) {
  const id = useId();
  const known = metrics.flatMap((name) => definitions.value?.get(name) ?? []);
  if (known.length === 0 && note === undefined) return null;
  const onToggle = ({ currentTarget }: { currentTarget: HTMLElement }) => {
    const button = document.querySelector<HTMLElement>(`[popovertarget="${id}"]`);
    if (button && currentTarget.matches(':popover-open')) {
      place(button, currentTarget);
      currentTarget.tabIndex = currentTarget.scrollHeight > currentTarget.clientHeight ? 0 : -1;
    }
  };
  return (
    <>
      <button type="button" class="icon" popovertarget={id} aria-label={`Definition: ${title}`}>
        ?
      </button>
      <div id={id} popover="auto" class="tip" onToggle={onToggle}>
        {note !== undefined && <p>{note}</p>}
        {known.length > 0 && (
          <dl>
            {known.map((metric) => (
              <MetricText key={metric.name} metric={metric} />
            ))}
          </dl>
        )}
      </div>
    </>
  );
}
