import { createHash } from 'node:crypto';
import { limitsOf } from '../context.ts';
import { fileTooLarge, remoteUnexpected, TransportError, unsafePath } from '../errors.ts';
import { safePath } from '../inbox.ts';
import type { RemoteFile, Store } from '../store.ts';
import type { HttpsTransport } from '../transport.ts';
import type { HttpClient } from './client.ts';
import { type Reply, textOf } from './reply.ts';

const LIST_BYTES = 64 * 1024 ** 2;

interface Address {
  readonly url: URL;
  readonly path: string;
  /** Known where the list makes each address a version of its own. */
  readonly version?: string;
}

const isFields = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const lastPart = (url: URL): string => {
  const part = url.pathname.split('/').findLast((each) => each !== '') ?? '';
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
};

const urlIn = (value: unknown): string | undefined => {
  if (typeof value === 'string') return value;
  return isFields(value) && typeof value.url === 'string' ? value.url : undefined;
};

const weak = (etag: string | undefined): string | undefined =>
  etag?.startsWith('W/') ? undefined : etag;

/** What tells a version of a file, by what the server says of it; empty where it says too little: a length is not enough. */
const versionOf = ({ headers }: Reply): string => {
  const { etag = '', 'last-modified': modified = '', 'content-length': length = '' } = headers;
  return etag === '' && modified === '' ? '' : [etag, modified, length].join(' ').trim();
};

const digestOf = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Files behind addresses: one, those of a list (lines or JSON), or the output of a FHIR Bulk export. */
export const openFiles = (transport: HttpsTransport, client: HttpClient): Store => {
  const { name, get } = transport;
  const top = new URL(transport.url);
  const addresses = new Map<string, URL>();

  const bad = (why: string) => remoteUnexpected(name, `${top.host}${top.pathname} ${why}`);

  const document = async (): Promise<{ text: string; base: URL }> => {
    const reply = await client.get(top);
    const text = await textOf(reply, { maxBytes: LIST_BYTES, idleMs: limitsOf(transport).idleMs });
    if (text === undefined) throw fileTooLarge(name, 'the list', LIST_BYTES);
    return { text, base: reply.url };
  };

  const json = (text: string): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      throw bad('does not give JSON');
    }
  };

  const resolve = (address: string, base: URL): URL => {
    const url =
      URL.parse?.(address, base) ?? (URL.canParse(address, base) ? new URL(address, base) : null);
    if (!url) throw bad('lists what is no address');
    return url;
  };

  const listed = async (): Promise<readonly Address[]> => {
    if (get === 'file') return [{ url: top, path: lastPart(top) }];
    const { text, base } = await document();
    if (get === 'manifest') {
      const manifest = json(text);
      const output = isFields(manifest) ? manifest.output : undefined;
      if (!Array.isArray(output)) throw bad('gives no manifest with output');
      const counts = new Map<string, number>();
      return output.map((entry: unknown) => {
        const address = urlIn(entry);
        const type = isFields(entry) ? entry.type : undefined;
        if (address === undefined || typeof type !== 'string')
          throw bad('gives an output without url and type');
        const count = (counts.get(type) ?? 0) + 1;
        counts.set(type, count);
        const url = resolve(address, base);
        return { url, path: `${type}-${count}.ndjson`, version: digestOf(url.href) };
      });
    }
    if (/^\s*</.test(text)) throw bad('gives a page, not a list');
    const lines: readonly unknown[] = /^\s*[[{]/.test(text)
      ? [json(text)].flatMap((value) => (isFields(value) ? value.files : value))
      : text.split(/\r?\n/).filter((line) => line.trim() !== '' && !line.startsWith('#'));
    return lines.map((line) => {
      const address = urlIn(line);
      if (address === undefined) throw bad('gives a list whose entries have no url');
      const url = resolve(address.trim(), base);
      return { url, path: lastPart(url) };
    });
  };

  const describe = async ({ url, path, version }: Address): Promise<RemoteFile> => {
    addresses.set(path, url);
    const none = { path, size: undefined, version: version ?? '', modified: 0 };
    try {
      safePath(name, path);
      if (version !== undefined) return none;
      const head = await client.get(url, { 'accept-encoding': 'identity' }, 'HEAD');
      head.body.resume();
      if (head.status >= 300) return none;
      const modified = Date.parse(head.headers['last-modified'] ?? '');
      return {
        ...none,
        size: head.headers['content-encoding'] === undefined ? head.length : undefined,
        version: versionOf(head),
        modified: Number.isNaN(modified) ? 0 : modified,
      };
    } catch (error) {
      if (!(error instanceof TransportError)) throw error;
      if (error.code === 'UNSAFE_PATH') return { ...none, refused: unsafePath(name, path) };
      throw error;
    }
  };

  return {
    list: async () => {
      const all = await listed();
      const twice = all.find(({ path }, at) => all.findIndex((each) => each.path === path) !== at);
      if (twice) throw bad('lists two files of one name');
      const files: RemoteFile[] = [];
      for (const address of all) files.push(await describe(address));
      return files;
    },
    read: async (file, offset) => {
      const url = addresses.get(file.path) ?? top;
      const etag = weak(/^("[^"]*")/.exec(file.version)?.[1]);
      const ask = (from: number): Promise<Reply> =>
        client.get(url, {
          'accept-encoding': 'identity',
          ...(from > 0 && etag ? { range: `bytes=${from}-`, 'if-range': etag } : {}),
        });
      let reply = await ask(offset);
      if (reply.status === 206 && reply.isUnpacked) {
        reply.body.destroy(); // A range of packed bytes cannot be unpacked.
        reply = await ask(0);
      }
      const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(reply.headers['content-range'] ?? '');
      const start = reply.status === 206 ? Number(range?.[1] ?? 0) : 0;
      const size = reply.length === undefined ? undefined : start + reply.length;
      const { maxBytes } = limitsOf(transport);
      if (size !== undefined && size > maxBytes) throw fileTooLarge(name, file.path, maxBytes);
      return { stream: reply.body, offset: start, ...(size === undefined ? {} : { size }) };
    },
    verify: async () => {},
    finish: async () => {},
    close: async () => client.close(),
  };
};
