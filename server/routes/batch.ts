import {
  encodeFrame,
  type FrameHeader,
  type QueryRequest,
  resultsMediaType,
  type Viewer,
} from '@portolan/query';
import { type Response, Router } from 'express';
import { toRefusal, toWire } from '../error-handler.ts';
import { ServerError } from '../errors.ts';
import { errorFacts } from '../log.ts';
import type { Services } from '../services.ts';
import { viewerOf } from '../session.ts';

function queriesIn(body: unknown, most: number): [string, QueryRequest][] {
  const queries: unknown =
    typeof body === 'object' && body !== null && 'queries' in body ? body.queries : undefined;
  if (typeof queries !== 'object' || queries === null || Array.isArray(queries)) {
    throw new ServerError('SERVER_BODY_INVALID', 'The body holds no queries.', {
      hint: 'Send {"queries": {"<id>": {"metrics": [...]}}}.',
    });
  }
  const entries: [string, QueryRequest][] = Object.entries(queries);
  if (entries.length > most) {
    throw new ServerError('SERVER_TOO_MANY_QUERIES', `More than ${most} queries at once.`);
  }
  return entries;
}

async function joined(parts: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const part of parts) chunks.push(part);
  return Buffer.concat(chunks);
}

async function write(response: Response, frame: Uint8Array, gone: AbortSignal): Promise<void> {
  if (gone.aborted || response.write(frame)) {
    response.flush();
    return;
  }
  response.flush();
  await new Promise<void>((resolve) => {
    response.once('drain', resolve);
    gone.addEventListener('abort', () => resolve(), { once: true });
  });
}

/** Every query of a page in one request; each answer leaves as soon as it is there. */
export function batchRoute({ door, limits, log }: Services): Router {
  async function answer(id: string, request: QueryRequest, viewer: Viewer, gone: AbortSignal) {
    try {
      const options = { maxRows: limits.batchRows, signal: gone };
      const result = await door.query(request, viewer, options);
      const { columns, stamp, rowCount } = result;
      const header: FrameHeader = { id, ok: true, columns: [...columns], stamp, rows: rowCount };
      return encodeFrame(header, await joined(result.toArrow()));
    } catch (error) {
      const refusal = toRefusal(error);
      if (refusal.status >= 500) log.error(errorFacts(refusal), 'query failed');
      return encodeFrame({ id, ok: false, error: toWire(refusal) });
    }
  }

  const router = Router();
  router.post('/api/query', async (request, response) => {
    const waiting = queriesIn(request.body, limits.queriesPerBatch);
    const viewer = viewerOf(request);
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    response.set({ 'Content-Type': resultsMediaType, 'Cache-Control': 'no-store' });
    const work = async (): Promise<void> => {
      for (let next = waiting.shift(); next && !gone.signal.aborted; next = waiting.shift()) {
        const [id, asked] = next;
        await write(response, await answer(id, asked, viewer, gone.signal), gone.signal);
      }
    };
    await Promise.all(Array.from({ length: limits.concurrency }, work));
    response.end();
  });
  return router;
}
