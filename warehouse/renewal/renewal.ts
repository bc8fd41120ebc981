import type { Around, Manifest, ModelNode, Session, Work } from 'dbt-ts-runner';
import type { FormerMarts } from '../content-hash.ts';
import type { Load } from '../loads.ts';
import { text } from '../sql.ts';
import { type Change, changesOf } from './changes.ts';
import type { Input } from './input.ts';
import type { LastBuild } from './last-build.ts';
import { renewSlices } from './sliced.ts';
import { type Slices, slicesOf } from './slices.ts';
import { columnsOf, countRows, pathOf, type Table } from './table.ts';
import { testOfChanges } from './tests.ts';
import { renewWhole } from './whole.ts';

const unchanged = 'unchanged since the last build';

const tableOf = ({ database, schema, alias }: ModelNode): Table => ({
  database,
  schema,
  name: alias,
});

/** The time that a load's id begins with. */
const timeOf = ({ load_id }: { readonly load_id: string }): string =>
  load_id.slice(0, load_id.indexOf('-'));

const renewedRows = (
  count: number,
  where = '',
): { readonly change: Change; readonly message: string } => ({
  change: count === 0 ? 'none' : 'listed',
  message: `renewed ${count} rows${where}`,
});

/** Goes on from the last build: builds what changed since, as far as it changed, and leaves the rest as it stands. */
export class Renewal {
  readonly #last: LastBuild;
  readonly #since: string;
  readonly #smallest: number;
  readonly #arrived: ReadonlyMap<string, readonly Load[]>;
  readonly #changes = new Map<string, Change>();
  readonly #models = new Map<string, ModelNode>();
  #manifest: Manifest | undefined;

  /** What has fewer rows than `smallest`, and reads no view with more, is built as a whole. */
  constructor(last: LastBuild, asOfDate: string, loads: readonly Load[], smallest: number) {
    this.#last = last;
    const { as_of_date } = last.record;
    this.#since = as_of_date < asOfDate ? as_of_date : asOfDate;
    this.#smallest = smallest;
    const known = new Set(last.record.loads.map(({ load_id }) => load_id));
    const arrived = loads.filter(({ load_id }) => !known.has(load_id));
    this.#arrived = new Map(
      arrived.map(({ feed }) => [feed, arrived.filter((load) => load.feed === feed)]),
    );
  }

  /** The marts of the last build, and what changed in them. */
  get marts(): FormerMarts {
    const changes = new Map(
      [...this.#models.values()].map(({ schema, alias, unique_id }) => [
        `${schema}.${alias}`,
        this.#changeOf(unique_id),
      ]),
    );
    return {
      marts: this.#last.record.marts,
      changeOf: (mart) => changes.get(`marts.${mart}`) ?? 'any',
    };
  }

  /** What stands around the building of each model and test of the project. */
  around(manifest: Manifest): Around {
    this.#manifest = manifest;
    return (work) => this.#carryOut(work);
  }

  async #carryOut(work: Work): Promise<string | undefined> {
    const { node, sql } = work;
    const isSame = this.#last.compiled.get(node.unique_id) === sql;
    const isStanding =
      isSame && node.depends_on.nodes.every((input) => this.#changeOf(input) === 'none');
    if (node.resource_type !== 'model') {
      const isTest = node.resource_type === 'test';
      if (isTest && (isStanding || (isSame && (await this.#isPassedByChanges(work)))))
        return unchanged;
      await work.build();
      return undefined;
    }
    this.#models.set(node.unique_id, node);
    const { change, message } = isStanding
      ? { change: 'none' as const, message: unchanged }
      : await this.#renew(work, node, isSame);
    this.#changes.set(node.unique_id, change);
    return message;
  }

  async #renew(
    work: Work,
    node: ModelNode,
    isSame: boolean,
  ): Promise<{ readonly change: Change; readonly message?: string }> {
    const { session, sql } = work;
    if (node.config.materialized === 'view') {
      if (!isSame) await work.build();
      return { change: isSame ? await this.#listArrived(session, node) : 'any' };
    }
    const target = tableOf(node);
    const slices = slicesOf(node);
    if (isSame && slices && (await this.#isLarge(session, node))) {
      const inputs = await this.#inputs(session, node, slices);
      const count =
        inputs && (await renewSlices(session, target, sql, slices, inputs, this.#since));
      if (count !== undefined) return renewedRows(count, ' in slices');
    }
    const isTable = node.config.materialized === 'table';
    const count = isTable ? await renewWhole(session, target, sql) : undefined;
    if (count !== undefined) return renewedRows(count);
    await work.build();
    return { change: 'any' };
  }

  /** Whether a model's table, or a view that it reads, has enough rows for renewal in part to pay. */
  async #isLarge(session: Session, node: ModelNode): Promise<boolean> {
    const views = node.depends_on.nodes
      .flatMap((id) => this.#models.get(id) ?? [])
      .filter(({ config }) => config.materialized === 'view');
    for (const one of [node, ...views])
      if ((await countRows(session, pathOf(tableOf(one)))) >= this.#smallest) return true;
    return false;
  }

  /** The inputs of a model; undefined where the rows that changed are not known of all of them. */
  async #inputs(
    session: Session,
    node: ModelNode,
    { reached_by_snapshots }: Slices,
  ): Promise<Input[] | undefined> {
    const inputs: Input[] = [];
    for (const id of node.depends_on.nodes) {
      const change = this.#changeOf(id);
      const model = this.#models.get(id);
      if (change === 'any' || (change === 'with_snapshots' && !reached_by_snapshots))
        return undefined;
      if (!model) continue;
      const table = tableOf(model);
      inputs.push({
        table,
        columns: await columnsOf(session, table),
        change,
        view: this.#viewOf(model),
      });
    }
    return inputs;
  }

  /** Whether a test of one table that changed in known rows, and that it passed before, is passed by these too. */
  async #isPassedByChanges({ node, sql, session }: Work): Promise<boolean> {
    if (node.resource_type !== 'test') return false;
    const [changed, ...others] = node.depends_on.nodes.filter(
      (id) => this.#changeOf(id) !== 'none',
    );
    const model = this.#models.get(changed ?? '');
    if (!changed || !model || others.length > 0 || node.attached_node !== changed) return false;
    if (this.#changeOf(changed) !== 'listed' || model.config.materialized === 'view') return false;
    const cut = testOfChanges(node, sql, tableOf(model));
    return cut !== undefined && (await countRows(session, `(${cut})`)) === 0;
  }

  #viewOf({ unique_id, depends_on, config }: ModelNode): Input['view'] {
    const [source, ...others] = depends_on.nodes.filter((id) => id.startsWith('source.'));
    const feed = others.length === 0 ? this.#manifest?.sources.get(source ?? '') : undefined;
    const sql = this.#last.compiled.get(unique_id);
    if (config.materialized !== 'view' || !feed || sql === undefined) return undefined;
    return { sql, feed: feed.relation_name };
  }

  /** A view over one feed that got loads of single rows, or snapshots after all other loads: the rows of these loads. */
  async #listArrived(session: Session, node: ModelNode): Promise<Change> {
    const changed = node.depends_on.nodes.filter((id) => this.#changeOf(id) !== 'none');
    const [source] = changed;
    if (changed.length !== 1 || !source?.startsWith('source.')) return 'any';
    const loads = this.#arrivedOf(source);
    const isDelivered = loads.some(({ mode }) => mode === 'snapshot');
    if (loads.length === 0 || (isDelivered && !this.#isAfterAllOthers(loads))) return 'any';
    const table = tableOf(node);
    if (!(await columnsOf(session, table)).includes('_load_id')) return 'any';
    const ids = loads.map(({ load_id }) => text(load_id)).join(', ');
    await session.execute(
      `create view ${changesOf(table)} as select * from ${pathOf(table)} where _load_id in (${ids})`,
    );
    return isDelivered ? 'with_snapshots' : 'listed';
  }

  /** Whether loads of one feed are later than all that the last build knew of it. */
  #isAfterAllOthers(loads: readonly Load[]): boolean {
    const feeds = new Set(loads.map(({ feed }) => feed));
    const known = this.#last.record.loads.filter(({ feed }) => feeds.has(feed)).map(timeOf);
    return loads.every((load) => known.every((time) => time < timeOf(load)));
  }

  #arrivedOf(source: string): readonly Load[] {
    const name = source.slice(source.lastIndexOf('.') + 1);
    if (name === '_loads') return [...this.#arrived.values()].flat();
    return this.#arrived.get(name) ?? [];
  }

  #changeOf(id: string): Change {
    if (id.startsWith('source.')) return this.#arrivedOf(id).length === 0 ? 'none' : 'any';
    return this.#changes.get(id) ?? (id.startsWith('seed.') ? 'none' : 'any');
  }
}
