import type { ColumnType, Session } from '../adapter/adapter.ts';
import { ephemeralRelation } from '../adapter/relation.ts';
import { refArguments, sourceArguments } from '../context/builtins.ts';
import { relationObject } from '../context/relation_object.ts';
import { readRelation } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import { RunnerError } from '../errors.ts';
import { hostFunction, toValue, type Value } from '../jinja/index.ts';
import type { ModelNode, RefableNode, SourceNode, UnitTestNode } from '../manifest/node.ts';
import { resolveRef, resolveSource } from '../manifest/resolve.ts';
import { sourceRelation } from '../parse/sources.ts';
import { versionFrom } from '../parse/versions.ts';
import { macroText } from './call_macro.ts';
import type { Compiler } from './compiler.ts';
import { type Cte, injectCtes } from './inject_ctes.ts';
import { compareRows, type Difference } from './unit_difference.ts';
import { fixtureRows, fixtureSql } from './unit_fixture.ts';

interface UnitRun {
  readonly services: Services;
  readonly session: Session;
  readonly compiler: Compiler;
  readonly test: UnitTestNode;
  readonly model: ModelNode;
}

/** What a unit test found, with the SQL it ran. */
export interface UnitOutcome {
  readonly sql: string;
  readonly difference: Difference;
}

/** Runs a unit test: the model's SQL over the given rows, compared with the expected rows. */
export async function runUnitTest(run: UnitRun): Promise<UnitOutcome> {
  const { services, session, test, model } = run;
  const inputs = await givenInputs(run);
  const overridden = Object.entries(test.overrides?.macros ?? {});
  const compiled = await run.compiler.compile(model, session, {
    overrides: new Map<string, Value>([
      ...inputOverrides(run, inputs),
      ...overridden.map(([name, value]): [string, Value] => [
        name,
        hostFunction(name, () => toValue(value)),
      ]),
    ]),
    vars: test.overrides?.vars ?? {},
    env: textValues(test.overrides?.env_vars ?? {}),
    strictRefs: false,
  });
  const actual = injectCtes(compiled.sql, [...inputs.values()]);
  const columns = await session.describe(actual);
  const expectedRows = fixtureRows(test.expect, test.original_file_path);
  const compared = comparedColumns(test, columns, expectedRows);
  const expected = await fixtureSql(services, session, test, model, test.expect, compared);
  const names = (expectedRows === undefined ? await session.describe(expected) : compared).map(
    (column) => column.name,
  );
  const sql = await macroText(services, session, model, 'get_unit_test_sql', [
    actual,
    expected,
    names,
  ]);
  const { rows } = await session.query(sql);
  return { sql, difference: compareRows(names, rows) };
}

/** CTEs with the given rows, by the unique id of what they stand for; the model's own for `this`. */
async function givenInputs(run: UnitRun): Promise<Map<string, Cte>> {
  const { services, session, test, model } = run;
  const inputs = new Map<string, Cte>();
  for (const given of test.given) {
    const { id, name, columns } = await inputOf(run, given.input);
    const sql = await fixtureSql(services, session, test, model, given, columns);
    inputs.set(id, { name: ephemeralRelation(name).text, sql });
  }
  return inputs;
}

async function inputOf(
  run: UnitRun,
  input: string,
): Promise<{ id: string; name: string; columns: readonly ColumnType[] }> {
  const { session, test } = run;
  const [, call, list = ''] = /^\s*(?:(ref|source)\s*\((.*)\)|this)\s*$/s.exec(input) ?? [];
  const [, versionText] = /\b(?:v|version)\s*=\s*['"]?([\w.]+)/.exec(list) ?? [];
  const plain = list.replace(/,\s*(?:v|version)\s*=.*$/s, '');
  const args = [...plain.matchAll(/['"]([^'"]*)['"]/g)].map((match) => match[1] ?? '');
  if (call === undefined && input.trim() !== 'this') {
    throw new RunnerError(
      'unit_test_invalid',
      `The unit test '${test.name}' has the input '${input}'. Use ref('...'), source('...', '...') or this.`,
      { place: { file: test.original_file_path } },
    );
  }
  const node = inputNode(run, call, args, versionText);
  if (node.resource_type === 'model' && node.config.materialized === 'ephemeral') {
    const { sql, ctes } = await run.compiler.compile(node, session);
    return inputWith(node, await session.describe(injectCtes(sql, ctes)));
  }
  const relation = isSource(node)
    ? sourceRelation(node, run.services.adapter)
    : readRelation(run.services, node);
  const columns = await session.columns(relation);
  if (columns.length > 0) return inputWith(node, columns);
  throw new RunnerError(
    'unit_test_invalid',
    `The unit test '${test.name}' stands rows in for ${relation.text}, which does not exist yet, so its column types are unknown. Build it first.`,
    { place: { file: test.original_file_path } },
  );
}

function inputNode(
  { services, test, model }: UnitRun,
  call: string | undefined,
  args: readonly string[],
  versionText: string | undefined,
): RefableNode | SourceNode {
  if (call === 'source') return resolveSource(services.manifest, args, test);
  if (call !== 'ref') return model;
  const packageName = args.length > 1 ? (args[0] ?? null) : null;
  const version = args.length > 0 && versionText !== undefined ? versionFrom(versionText) : null;
  const asked = { name: args.at(-1) ?? '', package: packageName, version };
  return resolveRef(services.manifest, asked, test);
}

function inputWith(node: { unique_id: string; name: string }, columns: readonly ColumnType[]) {
  return { id: node.unique_id, name: node.unique_id.replace(/\W/g, '_'), columns };
}

/** ref, source and this, which give the CTEs instead of relations. */
function inputOverrides(run: UnitRun, inputs: ReadonlyMap<string, Cte>): [string, Value][] {
  const { services, test, model } = run;
  const standIn = (id: string, shown: string): Value => {
    const cte = inputs.get(id);
    if (cte !== undefined) return relationObject(ephemeralRelation(id.replace(/\W/g, '_')));
    throw new RunnerError(
      'unit_test_invalid',
      `The unit test '${test.name}' gives no rows for ${shown}, which the model '${model.name}' reads. Add it to given.`,
      { place: { file: test.original_file_path } },
    );
  };
  const ref = hostFunction('ref', (call) => {
    const asked = refArguments(call);
    return standIn(resolveRef(services.manifest, asked, model).unique_id, `ref('${asked.name}')`);
  });
  const source = hostFunction('source', (call) => {
    const asked = sourceArguments(call);
    const { unique_id } = resolveSource(services.manifest, asked, model);
    return standIn(unique_id, `source('${asked.join("', '")}')`);
  });
  const own = inputs.has(model.unique_id)
    ? [['this', standIn(model.unique_id, 'this')] as [string, Value]]
    : [];
  return [['ref', ref], ['source', source], ...own];
}

/** The model's columns that the expected rows name, each row the same ones, in the model's order. */
function comparedColumns(
  test: UnitTestNode,
  columns: readonly ColumnType[],
  rows: readonly object[] | undefined,
): readonly ColumnType[] {
  const [first, ...others] = (rows ?? []).map(columnsOf);
  if (first === undefined) return columns;
  const odd = others.findIndex((named) => String([...named]) !== String([...first]));
  if (odd >= 0) {
    throw new RunnerError(
      'unit_test_invalid',
      `The unit test '${test.name}' expects rows of different columns: row ${odd + 2} does not name those of row 1. Give every expected row the same columns, null where a value is missing.`,
      { place: { file: test.original_file_path } },
    );
  }
  return columns.filter((column) => first.has(column.name.toLowerCase()));
}

function columnsOf(row: object): ReadonlySet<string> {
  return new Set(
    Object.keys(row)
      .map((key) => key.toLowerCase())
      .sort(),
  );
}

function isSource(node: { resource_type: string }): node is SourceNode {
  return node.resource_type === 'source';
}

function textValues(values: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}
