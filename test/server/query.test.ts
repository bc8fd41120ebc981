import { tableFromIPC } from '@uwdata/flechette';
import { tableFromIPC as apacheTable } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, start } from './running.ts';

let running: Running;

beforeAll(async () => {
  running = await start({
    limits: { exportRows: 6, batchRows: 4, queriesPerBatch: 8, bodyBytes: 4096 },
  });
});

afterAll(() => running.stop());

const as = (role: string) => ({ cookie: `portolan_role=${role}` });

const get = (query: string, headers: Record<string, string> = as('finance')) =>
  fetch(`${running.url}/api/query?${query}`, { headers });

const batch = (body: string, headers: Record<string, string> = as('finance')) =>
  fetch(`${running.url}/api/query`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  });

interface Frame {
  header: { id: string; ok: boolean; error?: { code: string }; rows?: number; columns?: unknown[] };
  body: Uint8Array;
}

async function frames(response: Response): Promise<Map<string, Frame>> {
  const bytes = Buffer.from(await response.arrayBuffer());
  const found = new Map<string, Frame>();
  for (let at = 0; at < bytes.length; ) {
    const headerEnd = at + 4 + bytes.readUInt32LE(at);
    const header = JSON.parse(bytes.subarray(at + 4, headerEnd).toString('utf8'));
    const end = headerEnd + 4 + bytes.readUInt32LE(headerEnd);
    found.set(header.id, { header, body: bytes.subarray(headerEnd + 4, end) });
    at = end;
  }
  return found;
}

describe('GET /api/query', () => {
  test('json is one array of flat objects', async () => {
    const response = await get(
      'metric=subjects_screened&metric=EN01&by=study&where=country:in:DE,US',
    );
    expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await response.json()).toEqual([
      { study: 'S1', subjects_screened: 3, screen_failure_rate: 1 / 3 },
    ]);
    expect(JSON.parse(response.headers.get('portolan-stamp') ?? '')).toMatchObject({
      build_id: 'b1',
      data_as_of: '2026-03-31',
      filters: [{ dimension: 'country', op: 'in', values: ['DE', 'US'] }],
      viewer: { role: 'finance' },
    });
  });

  test('csv is a file named after its build', async () => {
    const response = await get(
      'list=dim_site&columns=study_id,site_id&order=-site_id&limit=2&format=csv',
    );
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8; header=present');
    expect(response.headers.get('content-disposition')).toBe(
      'attachment; filename="site_id_2026-03-31_b1.csv"',
    );
    expect(await response.text()).toBe('study_id,site_id\r\nS1,002\r\nS1,001\r\n');
  });

  test('arrow is a stream with the stamp in its schema', async () => {
    const response = await get('metric=spend_actual&by=country&format=arrow');
    const table = apacheTable(new Uint8Array(await response.arrayBuffer()));
    expect(JSON.parse(table.schema.metadata.get('portolan.stamp') ?? '')).toMatchObject({
      build_id: 'b1',
    });
    expect(table.numRows).toBe(2);
  });

  test('an unchanged answer is not sent again; another role, format or filter is another answer', async () => {
    const query = 'metric=sites&by=country';
    const tag = (await get(query)).headers.get('etag') ?? '';
    const again = await get(query, { ...as('finance'), 'if-none-match': tag });
    expect([again.status, await again.text()]).toEqual([304, '']);
    const others = [
      await get(query, { ...as('leadership'), 'if-none-match': tag }),
      await get(`${query}&format=csv`, { ...as('finance'), 'if-none-match': tag }),
      await get(`${query}&where=country:in:DE`, { ...as('finance'), 'if-none-match': tag }),
    ];
    expect(others.map(({ status }) => status)).toEqual([200, 200, 200]);
  });

  test.each([
    ['metric=sites&by=nothing', 400, 'QUERY_UNKNOWN_DIMENSION'],
    ['metric=site', 400, 'QUERY_UNKNOWN_METRIC'],
    ['by=study', 400, 'QUERY_INVALID_REQUEST'],
    ['metric=sites&format=xml', 400, 'SERVER_PARAMETER_INVALID'],
    ['metric=sites&limit=many', 400, 'SERVER_PARAMETER_INVALID'],
    ['metric=sites&where=country', 400, 'SERVER_PARAMETER_INVALID'],
    ['metric=sites&sql=1', 400, 'SERVER_PARAMETER_INVALID'],
    ['list=enrollment_events&columns=study_id,event_type', 413, 'QUERY_TOO_MANY_ROWS'],
  ])('%s gives %i %s', async (query, status, code) => {
    const response = await get(query);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual({
      error: expect.objectContaining({ code, message: expect.stringMatching(/\.$/) }),
    });
  });

  test.each([
    ['leadership', 'metric=spend_actual', 200],
    ['finance', 'metric=spend_actual', 200],
    ['feasibility', 'metric=spend_actual', 403],
    ['clinical_operations', 'metric=spend_per_subject', 403],
    ['leadership', 'list=enrollment_events&columns=subject_id&limit=1', 403],
    ['finance', 'list=enrollment_events&columns=subject_id&limit=1', 200],
    ['finance', 'metric=sites&by=investigator', 403],
    ['clinical_operations', 'metric=sites&by=investigator', 200],
  ])('%s asking for %s gets %i', async (role, query, status) => {
    expect((await get(query, as(role))).status).toBe(status);
  });
});

describe('POST /api/query', () => {
  test('every query of a page is one frame, failed ones among them', async () => {
    const response = await batch(
      JSON.stringify({
        queries: {
          screened: { metrics: ['subjects_screened', 'spend_actual'], by: ['country'] },
          denied: { metrics: ['sites'], by: ['nothing'] },
          wide: { list: 'enrollment_events', columns: ['event_type'] },
          ünïcode: {
            metrics: ['studies'],
            where: [{ dimension: 'study', op: '=', values: ['–'] }],
          },
        },
      }),
    );
    expect(response.headers.get('content-type')).toBe('application/vnd.portolan.results');
    const found = await frames(response);
    expect([...found.keys()].sort()).toEqual(['denied', 'screened', 'wide', 'ünïcode']);
    expect(found.get('denied')?.header).toMatchObject({
      ok: false,
      error: { code: 'QUERY_UNKNOWN_DIMENSION' },
    });
    expect(found.get('denied')?.body).toHaveLength(0);
    expect(found.get('wide')?.header.error?.code).toBe('QUERY_TOO_MANY_ROWS');
    const { header, body } = found.get('screened') ?? { header: undefined, body: new Uint8Array() };
    expect(header).toMatchObject({ ok: true, rows: 4, stamp: { build_id: 'b1' } });
    const table = tableFromIPC(Uint8Array.from(body), { useDecimalInt: true });
    expect(table.schema.fields.map(({ name }) => name)).toEqual([
      'country',
      'subjects_screened',
      'subjects_screened__not_evaluable',
      'spend_actual',
      'spend_actual__not_evaluable',
    ]);
    expect(table.getChild('country').toArray()).toEqual(['DE', 'FR', 'US', null]);
    expect(table.getChild('spend_actual').toArray()).toEqual([
      90071992547409932502n,
      null,
      -1005000n,
      null,
    ]);
  });

  test.each([
    ['{"queries":', 400, 'SERVER_BODY_INVALID'],
    ['[]', 400, 'SERVER_BODY_INVALID'],
    [`{"queries":{"a":"${'x'.repeat(5000)}"}}`, 413, 'SERVER_BODY_TOO_LARGE'],
    [
      JSON.stringify({ queries: Object.fromEntries(Array.from({ length: 9 }, (_, i) => [i, {}])) }),
      413,
      'SERVER_TOO_MANY_QUERIES',
    ],
  ])('%.40s gives %i %s', async (body, status, code) => {
    const response = await batch(body);
    expect(response.status).toBe(status);
    expect((await response.json()).error.code).toBe(code);
  });

  test('queries given up by the page stop, and the server lives on', async () => {
    const gone = new AbortController();
    const asked = fetch(`${running.url}/api/query`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...as('finance') },
      body: JSON.stringify({ queries: { a: { metrics: ['sites'] } } }),
      signal: gone.signal,
    });
    gone.abort();
    await expect(asked).rejects.toThrow();
    expect((await get('metric=sites')).status).toBe(200);
  });
});
