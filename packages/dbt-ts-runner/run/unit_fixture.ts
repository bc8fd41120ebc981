import type { ColumnType, Session } from '../adapter/adapter.ts';
import type { Services } from '../context/services.ts';
import { RunnerError } from '../errors.ts';
import type { Fixture, ModelNode, UnitTestNode } from '../manifest/node.ts';
import { suggestion } from '../project/nearest.ts';
import type { Json, JsonObject } from '../project/yaml.ts';
import { macroText } from './call_macro.ts';
import { parseCsv } from './csv.ts';
import { isNull } from './seed_types.ts';

/** The rows of a fixture as mappings; undefined for SQL. */
export function fixtureRows(fixture: Fixture, file: string): JsonObject[] | undefined {
  if (fixture.format === 'sql') return undefined;
  if (fixture.rows === null) return [];
  if (typeof fixture.rows !== 'string') return fixture.rows;
  const { header, rows } = parseCsv(fixture.rows.trim(), ',', file);
  return rows.map((row) =>
    Object.fromEntries(
      header.map((name, index): [string, Json] => {
        const value = row[index] ?? '';
        return [name, isNull(value) ? null : value];
      }),
    ),
  );
}

/** SQL that gives a fixture's rows with the types of the columns it stands for. */
export async function fixtureSql(
  services: Services,
  session: Session,
  test: UnitTestNode,
  model: ModelNode,
  fixture: Fixture,
  columns: readonly ColumnType[],
): Promise<string> {
  const rows = fixtureRows(fixture, test.original_file_path);
  if (rows === undefined) return String(fixture.rows ?? '');
  const types = new Map(columns.map((column) => [column.name, unlimited(column.type)]));
  const named = rows.map((row) => withColumnNames(row, columns, test));
  return macroText(services, session, model, 'get_fixture_sql', [named, types]);
}

/** A cast to a text of limited length would cut the value short. */
function unlimited(type: string): string {
  return type.replace(/^(character varying|varchar)\(\d+\)$/i, '$1');
}

/** The row under the columns' own spelling; a column that does not exist is an error. */
function withColumnNames(
  row: JsonObject,
  columns: readonly ColumnType[],
  test: UnitTestNode,
): JsonObject {
  const known = new Map(columns.map(({ name }) => [name.toLowerCase(), name]));
  const named: JsonObject = {};
  for (const [key, value] of Object.entries(row)) {
    const name = known.get(key.toLowerCase());
    if (name === undefined) {
      throw new RunnerError(
        'unit_test_invalid',
        `The unit test '${test.name}' has a row with the column '${key}', which does not exist there.${suggestion(key, known.values())} Correct the row.`,
        { place: { file: test.original_file_path } },
      );
    }
    named[name] = value;
  }
  return named;
}
