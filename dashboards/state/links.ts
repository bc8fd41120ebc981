import { navigate } from './filters.ts';

function isPlain(event: MouseEvent): boolean {
  return event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
}

function pageOf(link: HTMLAnchorElement): string | undefined {
  const href = link.getAttribute('href') ?? '';
  const isPage = href.startsWith('/') && !href.startsWith('/api/');
  return isPage && !link.hasAttribute('download') && link.target === '' ? href : undefined;
}

/** Turns clicks on links to pages into navigation without a reload, and puts the focus on the page. */
export function followLinks(document: Document): () => void {
  const follow = (event: MouseEvent) => {
    if (event.defaultPrevented || !isPlain(event) || !(event.target instanceof Element)) return;
    const link = event.target.closest('a');
    const page = link ? pageOf(link) : undefined;
    if (page === undefined) return;
    event.preventDefault();
    navigate(page);
    scrollTo(0, 0);
    document.getElementById('main')?.focus({ preventScroll: true });
  };
  document.addEventListener('click', follow);
  return () => document.removeEventListener('click', follow);
}
