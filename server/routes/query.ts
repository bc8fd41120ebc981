import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Result, Stamp } from '@portolan/query';
import { type Response, Router } from 'express';
import { type Format, parseParameters } from '../query-parameters.ts';
import type { Services } from '../services.ts';
import { viewerOf } from '../session.ts';

const mediaTypes: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8; header=present',
  arrow: 'application/vnd.apache.arrow.stream',
};

const longestHeader = 4096;

/** The stamp as header text: ASCII, and without the filters where they are too many for a header. */
function stampHeader(stamp: Stamp): string {
  const ascii = (value: unknown): string =>
    JSON.stringify(value).replace(
      /[\u007f-\uffff]/g,
      (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
  const whole = ascii(stamp);
  return whole.length <= longestHeader ? whole : ascii({ ...stamp, filters: undefined });
}

function fileName({ stamp, columns }: Result, format: Format): string {
  const name = columns.at(-1)?.name ?? 'result';
  return `${name}_${stamp.data_as_of}_${stamp.build_id}.${format}`.replaceAll(/[^\w.-]/g, '_');
}

function entityTag(fingerprint: string, format: Format): string {
  return `W/"${fingerprint}-${format}"`;
}

/** Whether the asker already holds the answer, whatever else its caching headers say. */
function holds(header: string | undefined, tag: string): boolean {
  return (header ?? '').split(',').some((known) => known.trim() === tag);
}

async function send(response: Response, result: Result, format: Format): Promise<void> {
  response.set({
    'Content-Type': mediaTypes[format],
    'Cache-Control': 'private, no-cache',
    Vary: 'Cookie',
    ETag: entityTag(result.fingerprint, format),
    'Portolan-Stamp': stampHeader(result.stamp),
  });
  if (format === 'json') response.end(result.toJson());
  else {
    response.set('Content-Disposition', `attachment; filename="${fileName(result, format)}"`);
    if (format === 'csv') response.end(result.toCsv());
    else await pipeline(Readable.from(result.toArrow()), response);
  }
}

/** One result by address: for links, files and machines. */
export function queryRoute({ door, limits }: Services): Router {
  const router = Router();
  router.get('/api/query', async (request, response) => {
    const { searchParams } = new URL(request.originalUrl, 'http://localhost');
    const asked = parseParameters(searchParams);
    const viewer = viewerOf(request);
    const tag = entityTag(await door.fingerprint(asked.request, viewer), asked.format);
    response.set({ ETag: tag, 'Cache-Control': 'private, no-cache', Vary: 'Cookie' });
    if (holds(request.headers['if-none-match'], tag)) {
      response.status(304).end();
      return;
    }
    const gone = new AbortController();
    response.once('close', () => gone.abort());
    const options = { maxRows: limits.exportRows, signal: gone.signal };
    await send(response, await door.query(asked.request, viewer, options), asked.format);
  });
  return router;
}
