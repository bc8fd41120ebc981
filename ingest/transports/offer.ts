import { patternOf } from '../profiles/pattern.ts';
import type { RemoteFile } from './store.ts';
import type { Dropped } from './transport.ts';

/** Folder into which fetched files are moved, and which is never fetched from. */
export const DONE = 'done';

const TEMPORARY = /(^\.|\.(part|partial|tmp|temp|filepart|crdownload|swp)$|~$)/i;

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A path with a segment `.` or `..` is none: it is to be refused, not passed over. */
const isTemporary = (path: string): boolean => {
  const parts = path.split('/');
  if (parts.includes('.') || parts.includes('..')) return false;
  return parts.some((part) => part.startsWith('.')) || TEMPORARY.test(nameOf(path));
};

const isIncluded = (path: string, include: readonly string[] | undefined): boolean =>
  include === undefined ||
  include.some((pattern) => patternOf(pattern).test(pattern.includes('/') ? path : nameOf(path)));

/** Both ways of naming a marker: `a.csv.done` and `a.done`. */
export const markersOf = (path: string, marker: string): readonly string[] => {
  const bare = path.replace(/\.[^./]+$/, '');
  return bare === path ? [`${path}${marker}`] : [`${path}${marker}`, `${bare}${marker}`];
};

/** The files that may be taken, and the others with the reason; markers and what is done are neither. */
export const offered = (
  files: readonly RemoteFile[],
  { include, marker }: Dropped,
): { readonly wanted: readonly RemoteFile[]; readonly skipped: ReadonlyMap<string, string> } => {
  const paths = new Set(files.map(({ path }) => path));
  const wanted: RemoteFile[] = [];
  const skipped = new Map<string, string>();
  for (const file of files) {
    const { path } = file;
    if (path.startsWith(`${DONE}/`) || (marker && path.endsWith(marker))) continue;
    if (isTemporary(path)) skipped.set(path, 'a temporary name');
    else if (!isIncluded(path, include)) skipped.set(path, 'no pattern of include');
    else if (marker && !markersOf(path, marker).some((each) => paths.has(each)))
      skipped.set(path, `no ${marker} marker yet`);
    else wanted.push(file);
  }
  return { wanted, skipped };
};
