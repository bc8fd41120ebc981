import { integer } from '../format/number.ts';

interface PagerProps {
  readonly label: string;
  readonly page: number;
  readonly pageSize: number;
  readonly rows: number;
  readonly onPage: (page: number) => void;
}

function focusCaption(nav: Element | null): void {
  nav?.closest('figure')?.querySelector<HTMLElement>('caption')?.focus();
}

/** Previous and next page of a table; after a step the table's caption has the focus. */
export function Pager({ label, page, pageSize, rows, onPage }: PagerProps) {
  const pages = Math.max(1, Math.ceil(rows / pageSize));
  if (pages === 1) return null;
  const go = (next: number) => (event: { currentTarget: HTMLElement }) => {
    focusCaption(event.currentTarget.closest('nav'));
    onPage(next);
  };
  const first = (page - 1) * pageSize + 1;
  return (
    <nav class="pager" aria-label={label}>
      <button type="button" disabled={page <= 1} onClick={go(page - 1)}>
        Previous
      </button>
      <span role="status">
        Rows {integer(first)} to {integer(Math.min(rows, page * pageSize))} of {integer(rows)}
      </span>
      <button type="button" disabled={page >= pages} onClick={go(page + 1)}>
        Next
      </button>
    </nav>
  );
}
