import { readFile } from 'node:fs/promises';
import { readXml } from '../../formats/xml/read.ts';
import { remoteUnexpected } from '../errors.ts';
import type { HttpsTransport } from '../transport.ts';

const PAGE_BYTES = 256 * 1024 ** 2;

const isId = (text: string): boolean => /^\d{1,15}$/.test(text);

/** Largest id in the elements of that name; the document must be whole. */
const largestInXml = async (path: string, element: string): Promise<number | undefined> => {
  let text: string | undefined;
  let largest: number | undefined;
  await readXml(
    { path, label: element },
    {
      open: ({ name }) => {
        if (name === element) text = '';
      },
      text: (piece) => {
        if (text !== undefined) text += piece;
      },
      close: ({ name }) => {
        if (name !== element || text === undefined) return;
        const id = text.trim();
        if (!isId(id)) throw new Error('an id that is no number');
        largest = Math.max(largest ?? 0, Number(id));
        text = undefined;
      },
    },
  );
  return largest;
};

const idsIn = (value: unknown, field: string): readonly number[] => {
  if (Array.isArray(value)) return value.flatMap((item) => idsIn(item, field));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    if (key === field && (typeof inner === 'number' || typeof inner === 'string')) {
      if (!isId(String(inner))) throw new Error('an id that is no number');
      return [Number(inner)];
    }
    return idsIn(inner, field);
  });
};

const json = async (path: string): Promise<unknown> => JSON.parse(await readFile(path, 'utf8'));

/** Reads what a page says of the next one; a page cut in the middle cannot be read. Throws REMOTE_UNEXPECTED. */
export const pageReader = ({ name, max_bytes: most, extension = '' }: HttpsTransport) => {
  const isJson = extension.startsWith('json');
  const guard = async <T>(read: () => Promise<T>): Promise<T> => {
    try {
      return await read();
    } catch {
      throw remoteUnexpected(name, `a page is not whole, well-formed ${extension} as configured`);
    }
  };
  return {
    maxBytes: Math.min(most ?? PAGE_BYTES, PAGE_BYTES),
    largestId: (path: string, id: string): Promise<number | undefined> =>
      guard(async () => {
        if (!isJson) return largestInXml(path, id);
        const ids = idsIn(await json(path), id);
        return ids.length === 0 ? undefined : ids.reduce((a, b) => Math.max(a, b));
      }),
    token: (path: string, field: string): Promise<string | undefined> =>
      guard(async () => {
        const page = await json(path);
        const value =
          typeof page === 'object' && page !== null ? Reflect.get(page, field) : undefined;
        return typeof value === 'string' && value !== '' ? value : undefined;
      }),
  };
};
