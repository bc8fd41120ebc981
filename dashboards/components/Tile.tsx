import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useId } from 'preact/hooks';
import { combine, type Tables } from '../state/combine.ts';
import { Csv } from './Csv.tsx';
import { Definition } from './Definition.tsx';
import { Empty, Failed, Skeleton } from './States.tsx';

export interface TileIds {
  readonly titleId: string;
  readonly takeawayId: string;
}

export interface TileProps<Id extends string> {
  /** Stable name of the tile, found as `data-tile`. */
  readonly tile: string;
  readonly title: string;
  /** The queries the tile draws from. */
  readonly queries: readonly Id[];
  /** Those whose CSV the tile offers; all of them unless told otherwise. */
  readonly exported?: readonly Id[];
  readonly metrics?: readonly string[];
  readonly note?: string;
  readonly className?: string;
  /** Sentences on what the tile cannot honour, such as a filter that does not apply to it. */
  readonly limits?: readonly string[];
  readonly isEmpty?: (tables: Tables<Id>) => boolean;
  readonly takeaway: (tables: Tables<Id>) => ComponentChildren;
  /** Says why an answer without rows is an answer, such as that nothing is overdue. */
  readonly nothing?: (tables: Tables<Id>) => string;
  /** What the picture is called by the button that brings it back. */
  readonly pictured?: 'chart' | 'figure';
  /** The picture. Without one the table is always shown. */
  readonly picture?: (tables: Tables<Id>, ids: TileIds) => ComponentChildren;
  readonly table: (tables: Tables<Id>) => ComponentChildren;
}

/**
 * The one frame of everything on a page: figure, title, the sentence that says what it shows, the
 * same data as a table and as CSV, the definition, and the states before and instead of data.
 */
export function Tile<Id extends string>(props: TileProps<Id>) {
  const { tile, title, queries, metrics, note, limits = [], takeaway, picture, table } = props;
  const { pictured = 'chart' } = props;
  const asTable = useSignal(false);
  const titleId = useId();
  const takeawayId = useId();
  const { status, tables: all, error } = combine(queries);
  const tables = all as Tables<Id> | undefined;
  const isEmpty =
    all !== undefined &&
    tables !== undefined &&
    (props.isEmpty?.(tables) ?? queries.every((id) => all[id]?.rows.length === 0));
  const shows = asTable.value ? `Show ${pictured}` : 'Show table';
  const drawn = isEmpty ? undefined : tables;
  return (
    <figure
      class={`tile ${props.className ?? ''}`}
      data-tile={tile}
      data-state={isEmpty && status === 'ready' ? 'empty' : status}
      aria-busy={status === 'loading'}
      aria-labelledby={titleId}
    >
      <figcaption>
        <div class="tile-head">
          <h2 id={titleId}>{title}</h2>
          <Definition title={title} {...(metrics ? { metrics } : {})} note={note} />
          <div class="tile-actions">
            {picture && drawn && (
              <button
                type="button"
                class="quiet"
                aria-label={`${shows}: ${title}`}
                onClick={() => {
                  asTable.value = !asTable.value;
                }}
              >
                {shows}
              </button>
            )}
            <Csv title={title} queries={props.exported ?? queries} />
          </div>
        </div>
        <p id={takeawayId} class="takeaway">
          {drawn && takeaway(drawn)}
        </p>
        {drawn && limits.map((limit) => <p class="limit">{limit}</p>)}
      </figcaption>
      {error && <Failed error={error} />}
      {tables === undefined && !error && <Skeleton />}
      {isEmpty && !error && <Empty nothing={tables && props.nothing?.(tables)} />}
      {drawn && (
        <div class="tile-body">
          {picture && !asTable.value ? picture(drawn, { titleId, takeawayId }) : table(drawn)}
        </div>
      )}
    </figure>
  );
}
