import { type SparklineSeries, sparklinePaths } from '../charts/sparkline.ts';

interface SparklineProps extends SparklineSeries {
  /** What the picture says, in words. */
  readonly label: string;
}

const size = { width: 84, height: 26 };

export function Sparkline({ label, ...series }: SparklineProps) {
  const { enrolled, planned, end } = sparklinePaths(series, size);
  return (
    <svg
      class="sparkline"
      viewBox={`0 0 ${size.width} ${size.height}`}
      width={size.width}
      height={size.height}
      role="img"
      aria-label={label}
    >
      <path class="planned" d={planned} />
      <path class="enrolled" d={enrolled} />
      {end && <circle cx={end.x} cy={end.y} r="2.2" />}
    </svg>
  );
}
