import type { WireError } from './types.ts';

/** An answer of the server that is not a success, in the server's own words. */
export class ServerRefusal extends Error {
  readonly code: string;
  readonly hint: string | undefined;

  constructor(error: WireError) {
    super(error.message);
    this.name = 'ServerRefusal';
    this.code = error.code;
    this.hint = error.hint;
  }
}

function hasError(body: unknown): body is { error: WireError } {
  return typeof body === 'object' && body !== null && 'error' in body;
}

/** @throws ServerRefusal when the status is not 2xx. */
export async function refuseFailure(response: Response): Promise<Response> {
  if (response.ok) return response;
  const body: unknown = await response.json().catch(() => undefined);
  throw new ServerRefusal(
    hasError(body)
      ? body.error
      : {
          code: `http_${response.status}`,
          message: `The server answered ${response.status} ${response.statusText}.`,
        },
  );
}

export async function getJson<T>(address: string): Promise<T> {
  const response = await refuseFailure(
    await fetch(address, { headers: { accept: 'application/json' } }),
  );
  return (await response.json()) as T;
}

export async function post(address: string, body: unknown, init: RequestInit = {}) {
  return refuseFailure(
    await fetch(address, {
      ...init,
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
}

export async function postJson<T>(address: string, body: unknown): Promise<T> {
  const response = await post(address, body);
  return (await response.json()) as T;
}
