import { definitions, type Definition as Metric } from '../state/definitions.ts';
import { Toggletip } from './Toggletip.tsx';

interface DefinitionProps {
  readonly title: string;
  readonly metrics?: readonly string[];
  /** What the tile itself works out from the metrics. */
  readonly note?: string | undefined;
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

/** "?" button whose popover tells how the tile's numbers are defined. */
export function Definition({ title, metrics = [], note }: DefinitionProps) {
  const known = metrics.flatMap((name) => definitions.value?.get(name) ?? []);
  if (known.length === 0 && note === undefined) return null;
  return (
    <Toggletip label={`Definition: ${title}`} face="?">
      {note !== undefined && <p>{note}</p>}
      {known.length > 0 && (
        <dl>
          {known.map((metric) => (
            <MetricText key={metric.name} metric={metric} />
          ))}
        </dl>
      )}
    </Toggletip>
  );
}
