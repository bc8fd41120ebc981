/** Running totals of one study, oldest first; undefined where the series has no value. */
export interface SparklineSeries {
  readonly enrolled: readonly (number | undefined)[];
  readonly planned: readonly (number | undefined)[];
}

export interface SparklineSize {
  readonly width: number;
  readonly height: number;
}

export interface SparklinePaths {
  readonly enrolled: string;
  readonly planned: string;
  /** Where the line of what was enrolled ends. */
  readonly end: { readonly x: number; readonly y: number } | undefined;
}

const inset = 3;

function path(points: readonly ({ x: number; y: number } | undefined)[]): string {
  let pen: 'M' | 'L' = 'M';
  let text = '';
  for (const point of points) {
    if (point) text += `${pen}${point.x.toFixed(1)},${point.y.toFixed(1)}`;
    pen = point ? 'L' : 'M';
  }
  return text;
}

/** Two paths on one scale, cheap enough for one in every row of a table. */
export function sparklinePaths(series: SparklineSeries, size: SparklineSize): SparklinePaths {
  const length = Math.max(series.enrolled.length, series.planned.length);
  const top = Math.max(1, ...[...series.enrolled, ...series.planned].map((value) => value ?? 0));
  const place = (value: number | undefined, index: number) =>
    value === undefined
      ? undefined
      : {
          x: inset + (length > 1 ? index / (length - 1) : 0.5) * (size.width - 2 * inset),
          y: size.height - inset - (value / top) * (size.height - 2 * inset),
        };
  const enrolled = series.enrolled.map(place);
  return {
    enrolled: path(enrolled),
    planned: path(series.planned.map(place)),
    end: enrolled.findLast((point) => point !== undefined),
  };
}
