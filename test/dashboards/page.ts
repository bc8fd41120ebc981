import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parseHTML } from 'linkedom';
import { type ComponentChild, render } from 'preact';
import type { QueryRequest } from '../../dashboards/wire/types.ts';
import { encodeFrame } from './frame.ts';
import type { Reply } from './reply.ts';

/** Gives this process a document, as a browser tab would have it. */
export function openPage(): Document {
  const { document, window } = parseHTML('<!doctype html><html><body></body></html>');
  const { Element, HTMLElement, SVGElement, Event } = window;
  Object.assign(globalThis, { document, window, Element, HTMLElement, SVGElement, Event });
  class NoLayout {
    observe(): void {}
    disconnect(): void {}
  }
  Object.assign(globalThis, { ResizeObserver: NoLayout });
  return document;
}

/** Renders into a fresh place of the page. */
export function show(node: ComponentChild): HTMLElement {
  const place = document.createElement('div');
  document.body.replaceChildren(place);
  render(node, place);
  return place;
}

export interface Asked {
  readonly queries: Readonly<Record<string, QueryRequest>>;
}

export interface AnsweringServer {
  readonly asked: Asked[];
  /** What each query gets; a query without a reply never gets its frame. */
  readonly replies: Map<string, Reply>;
  close(): Promise<void>;
}

/**
 * A server on loopback that frames stored replies, and a `fetch` that resolves addresses against
 * it, as a page's own origin would.
 */
export async function openServer(): Promise<AnsweringServer> {
  const asked: Asked[] = [];
  const replies = new Map<string, Reply>();
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = JSON.parse(Buffer.concat(chunks).toString()) as Asked;
    asked.push(body);
    response.writeHead(200, { 'content-type': 'application/vnd.portolan.results' });
    for (const id of Object.keys(body.queries)) {
      const reply = replies.get(id);
      if (reply) response.write(encodeFrame(reply.header(id), reply.body));
      if (reply?.delay) await new Promise((resolve) => setTimeout(resolve, reply.delay));
    }
    response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const reach = globalThis.fetch;
  globalThis.fetch = (input, init) =>
    reach(new URL(String(input), `http://127.0.0.1:${port}`), init);
  return {
    asked,
    replies,
    close: async () => {
      globalThis.fetch = reach;
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
