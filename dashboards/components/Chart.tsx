import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import type { Drawing, Frame } from '../charts/frame.ts';
import type { TileIds } from './Tile.tsx';

interface ChartProps {
  readonly ids: TileIds;
  readonly draw: (frame: Frame) => Drawing;
  readonly legend?: readonly LegendEntry[];
}

export interface LegendEntry {
  readonly label: string;
  /** Class that gives the swatch its shape and colour. */
  readonly swatch: string;
}

function pointAt(drawing: Drawing, index: number): void {
  const point = drawing.points[index];
  const matrix = drawing.svg.getScreenCTM();
  if (!point || !matrix) return;
  const at = new DOMPoint(drawing.apply('x', point.x), drawing.apply('y', point.y));
  const { x: clientX, y: clientY } = at.matrixTransform(matrix);
  for (const type of ['pointerenter', 'pointermove']) {
    const init = { clientX, clientY, pointerType: 'mouse', bubbles: type === 'pointermove' };
    drawing.svg.dispatchEvent(new PointerEvent(type, init));
  }
}

function leave(drawing: Drawing): void {
  drawing.svg.dispatchEvent(new PointerEvent('pointerleave', { pointerType: 'mouse' }));
}

function useDrawing(draw: ChartProps['draw'], { titleId, takeawayId }: TileIds) {
  const box = useRef<HTMLDivElement>(null);
  const drawing = useSignal<Drawing | undefined>(undefined);
  useEffect(() => {
    const place = box.current;
    if (!place) return;
    let width = 0;
    const redraw = () => {
      if (place.clientWidth === width || place.clientWidth === 0) return;
      width = place.clientWidth;
      const next = draw({ width, document });
      next.svg.setAttribute('role', 'img');
      next.svg.setAttribute('aria-labelledby', titleId);
      next.svg.setAttribute('aria-describedby', takeawayId);
      place.replaceChildren(next.svg);
      drawing.value = next;
    };
    redraw();
    const observer = new ResizeObserver(redraw);
    observer.observe(place);
    return () => observer.disconnect();
  }, [draw, drawing, titleId, takeawayId]);
  return { box, drawing };
}

interface ReaderProps {
  readonly drawing: Drawing;
  readonly titleId: string;
}

/** The chart's one tab stop: a slider over its points. Arrows step, Escape lets go. */
function Reader({ drawing, titleId }: ReaderProps) {
  const index = useSignal<number | undefined>(undefined);
  const last = drawing.points.length - 1;
  const go = (next: number) => {
    index.value = next;
    pointAt(drawing, next);
  };
  const letGo = () => {
    index.value = undefined;
    leave(drawing);
  };
  if (last < 0) return null;
  const text = index.value === undefined ? '' : (drawing.points[index.value]?.text ?? '');
  return (
    <>
      <input
        type="range"
        class="hidden reader"
        min={0}
        max={last}
        value={index.value ?? 0}
        aria-labelledby={titleId}
        aria-valuetext={`point ${(index.value ?? 0) + 1} of ${last + 1}`}
        onFocus={({ currentTarget }) => {
          if (currentTarget.matches(':focus-visible')) go(index.value ?? 0);
        }}
        onInput={({ currentTarget }) => go(Number(currentTarget.value))}
        onKeyDown={({ key }) => {
          if (key === 'Escape') letGo();
        }}
        onBlur={letGo}
      />
      <p class="hidden" aria-live="polite" data-testid="chart-point">
        {text}
      </p>
    </>
  );
}

/** A drawing in the page: redrawn at the width it has, and read point by point with the arrow keys. */
export function Chart({ ids, draw, legend = [] }: ChartProps) {
  const { box, drawing } = useDrawing(draw, ids);
  return (
    <div class="chart">
      {legend.length > 0 && (
        <ul class="legend">
          {legend.map(({ label, swatch }) => (
            <li key={label}>
              <span class={`swatch ${swatch}`} /> {label}
            </li>
          ))}
        </ul>
      )}
      {drawing.value && <Reader drawing={drawing.value} titleId={ids.titleId} />}
      <div ref={box} class="chart-box" />
    </div>
  );
}
