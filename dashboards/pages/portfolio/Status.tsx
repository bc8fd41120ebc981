import { type Level, levelWords } from './standing.ts';

const shapes: Readonly<Record<Level, string>> = {
  on_plan: 'M7 1.5a5.500 5.500 0 1 0 .001 0z',
  watch: 'M7 1l6 6-6 6-6-6z',
  off_plan: 'M7 1l6.500 11.500H.5z',
  no_plan: 'M2 6h10v2H2z',
};

/** A word and a shape; the colour only repeats them. */
export function Status({ level }: { level: Level }) {
  return (
    <span class={`status ${level}`}>
      <svg viewBox="0 0 14 14" width="14" height="14" aria-hidden="true">
        <path d={shapes[level]} />
      </svg>
      {levelWords[level]}
    </span>
  );
}
