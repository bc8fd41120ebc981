import { moment } from '../format/date.ts';
import { integer } from '../format/number.ts';
import { words } from '../format/words.ts';
import { type Feed, freshness } from '../state/freshness.ts';
import { type Column, DataTable } from './DataTable.tsx';
import { Toggletip } from './Toggletip.tsx';

const columns: readonly Column<Feed>[] = [
  { id: 'feed', label: 'Feed', rowHeader: true, cell: ({ feed }) => words(feed) },
  { id: 'source', label: 'Source', kind: 'code', cell: ({ source }) => source },
  {
    id: 'loaded',
    label: 'Last loaded',
    kind: 'code',
    cell: ({ last_loaded_at }) => moment(last_loaded_at),
  },
  {
    id: 'rejected',
    label: 'Rows refused',
    kind: 'number',
    cell: ({ rows_rejected }) => integer(rows_rejected),
  },
];

/** When the data were true, which build tells it, and what arrived when. */
export function Stamp() {
  const known = freshness.value;
  if (!known) return <p class="stamp">Data as of …</p>;
  return (
    <div class="stamp">
      <p data-testid="freshness">
        Data as of <time dateTime={known.data_as_of}>{moment(known.data_as_of)}</time> · build{' '}
        <code>{known.build_id}</code>
      </p>
      <Toggletip label="Sources of the data" face="?">
        <p>Built {moment(known.built_at)}.</p>
        <DataTable
          caption="What has arrived"
          columns={columns}
          rows={known.feeds}
          keyOf={({ feed, source }) => `${feed} ${source}`}
        />
      </Toggletip>
    </div>
  );
}
