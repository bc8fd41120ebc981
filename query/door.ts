import { createHash } from 'node:crypto';
import { defaultSmallestCell, smallestCellOf } from './access/small-cells.ts';
import type { Viewer } from './access/viewer.ts';
import { compileCompared } from './compile/compared.ts';
import { tooManyPeriods } from './compile/evaluation.ts';
import { compileList } from './compile/list.ts';
import type { Compiled } from './compile/metrics.ts';
import { keptBuild, readCurrent } from './current.ts';
import {
  type DimensionDescription,
  describeDimensions,
  describeMetrics,
  type MetricDescription,
} from './describe.ts';
import { QueryError } from './errors.ts';
import type { Freshness } from './freshness.ts';
import { type BuildFacts, openBuild, type PublishedBuild } from './published-build.ts';
import { checkRequest } from './request.ts';
import { Result } from './result/result.ts';
import type { Filter, QueryRequest, Stamp } from './wire.ts';

/** Which build of a home directory answers; all may be left out. */
export interface DoorOptions {
  /** A kept build to answer from, and stay on; default the published one, followed as it changes. */
  build?: string;
  /** Clock of the stamps. */
  now?: () => Date;
  /** Fewest subjects that a number may rest on for who may not see subjects; default `PORTOLAN_SMALLEST_CELL`, else 5. */
  smallestCell?: number;
  /** Told when a newly published build cannot be opened; the door stays on the one before. */
  onProblem?: (error: unknown) => void;
}

/** Limits of a single answer; without them it is whole, however long it takes. */
export interface QueryOptions {
  /** A result with more rows is refused, never cut. */
  maxRows?: number;
  /** Stops the engine when whoever asked has gone. */
  signal?: AbortSignal;
}

interface Lease {
  readonly build: PublishedBuild;
  users: number;
  isRetired: boolean;
}

function hash(compiled: Compiled): string {
  const text = JSON.stringify([compiled.sql, compiled.values]);
  return createHash('sha256').update(text).digest('hex');
}

function compile(
  { catalog, facts }: PublishedBuild,
  request: QueryRequest,
  viewer: Viewer,
  smallestCell: number,
): Compiled {
  const setting = { dataAsOf: facts.as_of_date, smallestCell };
  return 'list' in request
    ? compileList(catalog, request, viewer, smallestCell)
    : compileCompared(catalog, request, viewer, setting);
}

function fingerprintOf({ id, catalog }: PublishedBuild, sqlHash: string, viewer: Viewer): string {
  const parts = [id, catalog.version, sqlHash, viewer.role, ...[...viewer.classes].sort()];
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32);
}

function filtersOf(request: QueryRequest): Filter[] {
  const asOf: Filter[] =
    'asOf' in request && request.asOf !== undefined
      ? [{ dimension: 'metric_time', op: '<=', values: [request.asOf] }]
      : [];
  return [...(request.where ?? []), ...asOf];
}

function capped(request: QueryRequest, maxRows: number | undefined): QueryRequest {
  if (maxRows === undefined || (request.limit ?? Number.POSITIVE_INFINITY) <= maxRows) {
    return request;
  }
  return { ...request, limit: maxRows + 1 };
}

function failureOf(cause: unknown): QueryError {
  if (cause instanceof Error && cause.message.includes(tooManyPeriods)) {
    return new QueryError('QUERY_TOO_MANY_PERIODS', `The request comes to ${tooManyPeriods}.`, {
      hint: 'Filter by metric_time >= a day, or cut by a longer period.',
      cause,
    });
  }
  return new QueryError('QUERY_FAILED', 'The query could not be computed.', { cause });
}

/** What to leave out of a failed request: the metrics that fail on their own as well. */
function blamed(names: readonly string[]): string {
  return names.length === 0
    ? 'Each of its metrics can be computed on its own.'
    : `On their own these fail too: ${names.join(', ')}.`;
}

/**
 * The one way from a request to numbers. It answers from the published build, opened read-only, and
 * moves on when another one is published; every call names the viewer whose row scope and column
 * classes are enforced here.
 */
export class Door {
  readonly #home: string;
  readonly #options: DoorOptions;
  readonly #smallestCell: number;
  #lease: Lease;
  #opening: Promise<void> | undefined;
  #failed: string | undefined;
  #isClosed = false;

  constructor(home: string, build: PublishedBuild, options: DoorOptions) {
    this.#home = home;
    this.#options = options;
    this.#smallestCell = options.smallestCell ?? defaultSmallestCell;
    this.#lease = { build, users: 0, isRetired: false };
  }

  /**
   * Answers a request as the viewer may see it.
   *
   * @throws QueryError for everything that is refused; see errors.ts.
   */
  async query(request: QueryRequest, viewer: Viewer, options: QueryOptions = {}): Promise<Result> {
    const checked = checkRequest(request);
    return this.#with(async (build) => {
      const limited = capped(checked, options.maxRows);
      const compiled = compile(build, limited, viewer, this.#smallestCell);
      const answered = await this.#run(build, compiled, options.signal).catch((error: unknown) =>
        this.#blame(build, checked, viewer, options.signal, error),
      );
      const rows = answered.chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
      if (options.maxRows !== undefined && rows > options.maxRows) {
        throw new QueryError(
          'QUERY_TOO_MANY_ROWS',
          `The result has more than ${options.maxRows} rows: filter it, or ask with limit and offset.`,
        );
      }
      const stamp: Stamp = {
        build_id: build.id,
        data_as_of: build.facts.as_of_date,
        definitions_version: build.catalog.version,
        filters: filtersOf(checked),
        viewer: { id: viewer.id, role: viewer.role },
        generated_at: (this.#options.now?.() ?? new Date()).toISOString(),
        sql_sha256: hash(compile(build, checked, viewer, this.#smallestCell)),
      };
      const fingerprint = fingerprintOf(build, stamp.sql_sha256, viewer);
      return new Result(answered, compiled.columns, stamp, fingerprint);
    });
  }

  /**
   * Names the answer to a request without computing it: equal for the same build, statement, bound
   * values (row scope included) and classes.
   */
  async fingerprint(request: QueryRequest, viewer: Viewer): Promise<string> {
    const checked = checkRequest(request);
    return this.#with(async (build) =>
      fingerprintOf(build, hash(compile(build, checked, viewer, this.#smallestCell)), viewer),
    );
  }

  /** Every metric's definition, with whether the viewer may ask for it. */
  metrics(viewer: Viewer): Promise<MetricDescription[]> {
    return this.#with(async ({ catalog }) => describeMetrics(catalog, viewer));
  }

  dimensions(): Promise<DimensionDescription[]> {
    return this.#with(async ({ catalog }) => describeDimensions(catalog));
  }

  freshness(): Promise<Freshness> {
    return this.#with(async ({ id, facts, catalog, feeds }) => ({
      build_id: id,
      built_at: facts.created_at,
      data_as_of: facts.as_of_date,
      as_known_at: facts.as_known_at,
      definitions_version: catalog.version,
      feeds,
    }));
  }

  /** The build that the last answer came from. */
  build(): BuildFacts {
    return this.#lease.build.facts;
  }

  /** Refuses new requests, lets those under way finish, and closes the build. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await this.#opening;
    this.#retire(this.#lease);
    while (this.#lease.users > 0) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async #run(build: PublishedBuild, { sql, values }: Compiled, signal: AbortSignal | undefined) {
    const connection = await build.instance.connect();
    const interrupt = () => connection.interrupt();
    signal?.addEventListener('abort', interrupt);
    try {
      signal?.throwIfAborted();
      const result = await connection.run(sql, [...values]);
      return {
        names: result.columnNames(),
        types: result.columnTypes(),
        chunks: await result.fetchAllChunks(),
      };
    } catch (cause) {
      throw signal?.aborted
        ? new QueryError('QUERY_CANCELLED', 'Nobody waits for the answer any more.', { cause })
        : failureOf(cause);
    } finally {
      signal?.removeEventListener('abort', interrupt);
      connection.closeSync();
    }
  }

  /** Throws the failure of a request again, with the names of the metrics that fail on their own. */
  async #blame(
    build: PublishedBuild,
    request: QueryRequest,
    viewer: Viewer,
    signal: AbortSignal | undefined,
    error: unknown,
  ): Promise<never> {
    if (!(error instanceof QueryError) || error.code !== 'QUERY_FAILED') throw error;
    if ('list' in request) {
      const message = `The list ${request.list} could not be read.`;
      throw new QueryError('QUERY_FAILED', message, { cause: error.cause });
    }
    const failing: string[] = [];
    for (const metric of request.metrics) {
      const { order: _, ...alone } = { ...request, metrics: [metric] };
      const compiled = compile(build, alone, viewer, this.#smallestCell);
      await this.#run(build, compiled, signal).catch((cause: unknown) => {
        if (signal?.aborted) throw cause;
        failing.push(metric);
      });
    }
    const { message, cause } = error;
    throw new QueryError('QUERY_FAILED', message, { hint: blamed(failing), cause });
  }

  async #with<T>(work: (build: PublishedBuild) => Promise<T>): Promise<T> {
    await this.#follow();
    if (this.#isClosed) throw new QueryError('QUERY_DOOR_CLOSED', 'The query door is closed.');
    const lease = this.#lease;
    lease.users += 1;
    try {
      return await work(lease.build);
    } finally {
      lease.users -= 1;
      this.#closeIdle(lease);
    }
  }

  async #follow(): Promise<void> {
    if (this.#isClosed || this.#options.build !== undefined) return;
    if (!this.#opening) {
      const id = await readCurrent(this.#home).catch((error: unknown) => {
        this.#options.onProblem?.(error);
        return this.#lease.build.id;
      });
      if (id === this.#lease.build.id || id === this.#failed || this.#isClosed) return;
      this.#opening ??= this.#move(id).finally(() => {
        this.#opening = undefined;
      });
    }
    await this.#opening;
  }

  async #move(id: string): Promise<void> {
    try {
      const build = await openBuild(this.#home, id);
      this.#retire(this.#lease);
      this.#lease = { build, users: 0, isRetired: false };
      this.#failed = undefined;
    } catch (error) {
      this.#failed = id;
      this.#options.onProblem?.(error);
    }
  }

  #retire(lease: Lease): void {
    if (lease.isRetired) return;
    lease.isRetired = true;
    this.#closeIdle(lease);
  }

  #closeIdle(lease: Lease): void {
    if (lease.isRetired && lease.users === 0) lease.build.instance.closeSync();
  }
}

/**
 * Opens the query door on a home directory.
 *
 * @throws QueryError BUILD_MISSING when nothing is published there, BUILD_UNREADABLE when it cannot be
 * opened, SETTING_INVALID when the environment sets something that is not a smallest cell.
 */
export async function openDoor(home: string, options: DoorOptions = {}): Promise<Door> {
  const { build } = options;
  const smallestCell = options.smallestCell ?? smallestCellOf(process.env);
  const id = build === undefined ? await readCurrent(home) : await keptBuild(home, build);
  return new Door(home, await openBuild(home, id), { ...options, smallestCell });
}
