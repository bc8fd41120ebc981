import { answerOf, requestOf } from '../state/query.ts';
import { queryAddress } from '../wire/request.ts';

interface CsvProps {
  readonly title: string;
  readonly queries: readonly string[];
}

/** Links to the very results the tile shows: same query, same filters, every column. */
export function Csv({ title, queries }: CsvProps) {
  return (
    <>
      {queries.map((id) => {
        const request = answerOf(id).status === 'failed' ? undefined : requestOf(id);
        if (!request) return null;
        const part = queries.length > 1 ? ` ${id.replaceAll('_', ' ')}` : '';
        return (
          <a
            key={id}
            class="quiet"
            href={queryAddress(request, 'csv')}
            download={`${id}.csv`}
            aria-label={`CSV${part}: ${title}`}
          >
            CSV{part}
          </a>
        );
      })}
    </>
  );
}
