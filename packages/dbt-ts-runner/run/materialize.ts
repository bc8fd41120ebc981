import type { AdapterResponse, QueryResult, Session } from '../adapter/adapter.ts';
import { translateError } from '../context/failure.ts';
import { type RunSubject, runScope } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import { RunnerError } from '../errors.ts';
import { HostObject, type Value } from '../jinja/index.ts';
import type { CodeNode, SeedNode } from '../manifest/node.ts';
import { suggestion } from '../project/nearest.ts';

/** What a materialization's main statement answered. */
export interface Materialized {
  readonly response: AdapterResponse;
  /** Rows of the main statement, where it fetched any. */
  readonly table: Pick<QueryResult, 'columns' | 'rows'> | undefined;
}

/** dbt's name for: packages may not replace the materializations that the runner has. */
const overrideFlag = 'require_explicit_package_overrides_for_builtin_materializations';

/** Carries out the node's materialization. */
export async function materialize(
  services: Services,
  node: CodeNode | SeedNode,
  session: Session,
  options: Pick<RunSubject, 'names' | 'onWrite' | 'thread' | 'batch' | 'overrides'>,
): Promise<Materialized> {
  const name = String(node.config.materialized);
  const { library, adapter, root } = services;
  const packagesFirst = root.flags[overrideFlag] === false;
  const entry = library.materialization(name, adapter.type, packagesFirst);
  if (entry === undefined) {
    throw new RunnerError(
      'materialization_missing',
      `'${node.name}' is materialized as '${name}', which does not exist for ${adapter.type}.${suggestion(name, materializations(services))} Use view, table, incremental or ephemeral, or define it.`,
      { place: { file: node.original_file_path } },
    );
  }
  const { scope, results } = runScope(services, { node, session, strictRefs: false, ...options });
  try {
    await scope.bind(entry).invoke({
      args: [],
      kwargs: new Map(),
      position: { line: 1, column: 1 },
      file: node.original_file_path,
    });
  } catch (error) {
    throw translateError(error);
  }
  const main = results.get('main');
  return { response: responseOf(main), table: tableOf(main) };
}

function materializations({ library }: Services): string[] {
  return library.all().flatMap(({ macroName }) => {
    const [, name] = /^materialization_(.+)_[^_]+$/.exec(macroName) ?? [];
    return name === undefined ? [] : [name];
  });
}

function responseOf(main: Value | undefined): AdapterResponse {
  const native = nativeAttribute(main, 'response') as Partial<AdapterResponse> | undefined;
  return { ...native, _message: native?._message ?? 'OK' };
}

function tableOf(main: Value | undefined): Materialized['table'] {
  return nativeAttribute(main, 'table') as Materialized['table'];
}

function nativeAttribute(value: Value | undefined, name: string): unknown {
  const attribute = value instanceof HostObject ? value.spec.attributes?.[name] : undefined;
  return attribute instanceof HostObject ? attribute.native : undefined;
}
