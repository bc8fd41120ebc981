import { type PlotOptions, plot } from '@observablehq/plot';

export const className = 'plot';

/** What a chart needs from the place it is drawn in. Width is in CSS pixels. */
export interface Frame {
  readonly width: number;
  readonly document: Document;
}

/** One stop of the arrow keys: where the datum is, in data coordinates, and what is read aloud. */
export interface Point {
  readonly x: Date | number | string;
  readonly y: Date | number | string;
  readonly text: string;
}

export type ScaleApply = (name: 'x' | 'y', value: Point['x']) => number;

/** A drawn chart, with the reading order of its points and the scales that place them. */
export interface Drawing {
  readonly svg: SVGSVGElement;
  readonly points: readonly Point[];
  readonly apply: ScaleApply;
}

/**
 * Draws with the product's defaults. Plot labels its inner groups with `aria-label`, which is not
 * allowed on a group without a role, so the labels are removed: the figure around names the chart.
 */
export function draw(options: PlotOptions, frame: Frame, points: readonly Point[] = []): Drawing {
  const svg = plot({
    ...options,
    className,
    width: frame.width,
    document: frame.document,
    style: { fontSize: '12px' },
  });
  for (const group of svg.querySelectorAll('[aria-label], [aria-description]')) {
    group.removeAttribute('aria-label');
    group.removeAttribute('aria-description');
  }
  const apply: ScaleApply = (name, value) => {
    const scale = (svg as ReturnType<typeof plot>).scale(name);
    return Number(scale?.apply(value)) + (scale?.bandwidth ?? 0) / 2;
  };
  return { svg: svg as unknown as SVGSVGElement, points, apply };
}
