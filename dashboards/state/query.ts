import { batch, type Signal, signal } from '@preact/signals';
import { decodeFrame } from '../wire/decode.ts';
import { readChunks, readFrames } from '../wire/frames.ts';
import { post, ServerRefusal } from '../wire/http.ts';
import type { AnswerFrame, QueryRequest, ResultFrame, Table, WireError } from '../wire/types.ts';

export type Queries = Readonly<Record<string, QueryRequest>>;

/** What is known of one query; `table` of a loading one is the previous answer. */
export interface Answer {
  readonly status: 'loading' | 'ready' | 'failed';
  readonly table?: Table;
  readonly error?: WireError;
}

interface Entry {
  readonly answer: Signal<Answer>;
  request: QueryRequest | undefined;
  /** Request and build that the ready answer belongs to. */
  answered: string | undefined;
}

const entries = new Map<string, Entry>();
let flight: Flight | undefined;

/** Raised by `retry`; whoever calls `load` follows it. */
export const attempt = signal(0);

/** Why the last request as a whole had no answer; undefined when it had one. */
export const outage = signal<WireError | undefined>(undefined);

/** Asks again for what failed. */
export function retry(): void {
  attempt.value += 1;
}

function entryOf(id: string): Entry {
  const known = entries.get(id);
  if (known) return known;
  const entry: Entry = {
    answer: signal<Answer>({ status: 'loading' }),
    request: undefined,
    answered: undefined,
  };
  entries.set(id, entry);
  return entry;
}

export function answerOf(id: string): Answer {
  return entryOf(id).answer.value;
}

export function requestOf(id: string): QueryRequest | undefined {
  return entryOf(id).request;
}

function fail(entry: Entry, error: WireError): void {
  entry.answered = undefined;
  entry.answer.value = { status: 'failed', error };
}

function isAnswer(frame: ResultFrame): frame is AnswerFrame {
  return frame.header.ok;
}

function settle(frame: ResultFrame, keys: ReadonlyMap<string, string>): void {
  const { header } = frame;
  const entry = entryOf(header.id);
  if (isAnswer(frame)) {
    entry.answered = keys.get(header.id);
    entry.answer.value = { status: 'ready', table: decodeFrame(frame) };
  } else if (!header.ok) fail(entry, header.error);
}

function describe(error: unknown): WireError {
  if (error instanceof ServerRefusal) {
    const { code, message, hint } = error;
    return hint === undefined ? { code, message } : { code, message, hint };
  }
  if (error instanceof TypeError) {
    return {
      code: 'connection_lost',
      message: 'The server could not be reached, or its answer broke off.',
      hint: 'Check that it runs, then try again.',
    };
  }
  throw error;
}

async function ask(queries: Queries, keys: ReadonlyMap<string, string>, signal: AbortSignal) {
  const open = new Set(Object.keys(queries));
  try {
    const { body } = await post('/api/query', { queries }, { signal });
    outage.value = undefined;
    if (!body) throw new TypeError('The answer has no body.');
    for await (const frame of readFrames(readChunks(body))) {
      if (signal.aborted) return;
      open.delete(frame.header.id);
      settle(frame, keys);
    }
    if (open.size > 0) throw new TypeError('The answer misses a result.');
  } catch (error) {
    if (signal.aborted) return;
    const reason = describe(error);
    batch(() => {
      outage.value = reason;
      for (const id of open) fail(entryOf(id), reason);
    });
  }
}

interface Flight {
  readonly wanted: string;
  readonly controller: AbortController;
}

/** The queries whose answer is not that of this request and version, marked as loading. */
function takeOff(queries: Queries, version: string) {
  const changed: Record<string, QueryRequest> = {};
  const keys = new Map<string, string>();
  batch(() => {
    for (const [id, request] of Object.entries(queries)) {
      const entry = entryOf(id);
      const key = JSON.stringify([version, request]);
      if (entry.answered === key) continue;
      entry.request = request;
      entry.answered = undefined;
      changed[id] = request;
      keys.set(id, key);
      const { table } = entry.answer.peek();
      entry.answer.value = { status: 'loading', ...(table ? { table } : {}) };
    }
  });
  return { changed, keys };
}

/**
 * Brings the answers of these queries up to date with one POST of those whose request changed. The
 * latest call wins: what an earlier one still waits for is abandoned and, if still wanted, asked
 * again. `version` names everything else an answer depends on: the build and the viewer.
 */
export async function load(queries: Queries, version: string): Promise<void> {
  const wanted = JSON.stringify([version, queries]);
  if (flight?.wanted === wanted) return;
  flight?.controller.abort();
  const own: Flight = { wanted, controller: new AbortController() };
  flight = own;
  const { changed, keys } = takeOff(queries, version);
  if (keys.size > 0) await ask(changed, keys, own.controller.signal);
  if (flight === own) flight = undefined;
}

/** Forgets answers, so that nothing of another viewer or study stays on the page. */
export function forget(ids: Iterable<string> = [...entries.keys()]): void {
  flight?.controller.abort();
  flight = undefined;
  batch(() => {
    for (const id of ids) {
      const entry = entryOf(id);
      entry.answered = undefined;
      entry.answer.value = { status: 'loading' };
    }
  });
}
