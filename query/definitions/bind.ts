import { createHash } from 'node:crypto';
import type { DuckDBConnection } from '@duckdb/node-api';
import { roleNames } from '../access/roles.ts';
import { defaultSmallestCell } from '../access/small-cells.ts';
import { isGranted, viewerFor } from '../access/viewer.ts';
import { compileMetrics, metricClasses } from '../compile/metrics.ts';
import { martRelation } from '../compile/sql.ts';
import { QueryError } from '../errors.ts';
import { Catalog } from './catalog.ts';
import type { BoundDefinitions, Definitions, MartColumn, SemanticModel } from './model.ts';

async function readMarts(connection: DuckDBConnection): Promise<Record<string, MartColumn[]>> {
  const reader = await connection.runAndReadAll(
    `select table_name, column_name, data_type from duckdb_columns()
     where schema_name = 'marts' and database_name = current_database() and not internal
     order by table_name, column_index`,
  );
  const marts: Record<string, MartColumn[]> = {};
  for (const [mart, name, type] of reader.getRows()) {
    const columns = marts[String(mart)] ?? [];
    columns.push({ name: String(name), type: String(type) });
    marts[String(mart)] = columns;
  }
  return marts;
}

function firstLine(error: unknown): string {
  return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
}

async function typesOf(
  connection: DuckDBConnection,
  { name, mart, isEvaluated }: SemanticModel,
  expressions: readonly { name: string; expr: string }[],
): Promise<string[]> {
  if (expressions.length === 0) return [];
  const days = isEvaluated ? ' cross join (select current_date as as_of) as days' : '';
  const select = (exprs: readonly string[]) =>
    connection.run(`select ${exprs.join(', ')} from ${martRelation(mart)}${days} limit 0`);
  try {
    const result = await select(expressions.map(({ expr }) => expr));
    return result.columnTypes().map(String);
  } catch {
    for (const { name: part, expr } of expressions) {
      try {
        await select([expr]);
      } catch (cause) {
        throw new QueryError(
          'DEFINITION_INVALID',
          `"${part}" of the semantic model ${name} does not fit marts.${mart}: ${firstLine(cause)}`,
          { cause },
        );
      }
    }
    throw new QueryError('DEFINITION_INVALID', `The semantic model ${name} cannot be read.`);
  }
}

async function bindModel(
  connection: DuckDBConnection,
  model: SemanticModel,
  marts: Record<string, MartColumn[]>,
): Promise<SemanticModel> {
  if (!marts[model.mart]) {
    throw new QueryError(
      'DEFINITION_INVALID',
      `The semantic model ${model.name} stands on marts.${model.mart}, which the build does not have.`,
    );
  }
  const types = await typesOf(connection, model, model.dimensions);
  await typesOf(connection, model, [...model.entities, ...model.measures]);
  return {
    ...model,
    dimensions: model.dimensions.map((dimension, index) => ({
      ...dimension,
      sqlType: types[index] ?? 'VARCHAR',
    })),
  };
}

const trial = { dataAsOf: '2000-01-01', smallestCell: defaultSmallestCell };

async function tryMetrics(connection: DuckDBConnection, bound: BoundDefinitions): Promise<void> {
  const catalog = new Catalog(bound);
  const viewers = roleNames.map((role) => viewerFor(role, 'definitions'));
  for (const metric of bound.metrics) {
    const needed = metricClasses(catalog, metric);
    const viewer = viewers.find((one) => isGranted(one, needed));
    if (!viewer) continue;
    const request = { metrics: [metric.name], by: catalog.required(metric), limit: 1 };
    const { sql, values } = compileMetrics(catalog, request, viewer, trial);
    try {
      await connection.run(`explain ${sql}`, [...values]);
    } catch (cause) {
      throw new QueryError(
        'DEFINITION_INVALID',
        `The metric ${metric.name} cannot be computed: ${firstLine(cause)}`,
        { cause },
      );
    }
  }
}

/**
 * Checks definitions against the marts of an open build and takes the types of their dimensions from
 * it. What comes back is the content of metrics.json; where neither definitions nor marts are others, it is `former`.
 *
 * @throws QueryError DEFINITION_INVALID naming the semantic model or metric that does not fit.
 */
export async function bindDefinitions(
  connection: DuckDBConnection,
  definitions: Definitions,
  former?: BoundDefinitions,
): Promise<BoundDefinitions> {
  const marts = await readMarts(connection);
  const hash = createHash('sha256').update(JSON.stringify(definitions)).digest('hex');
  const version = hash.slice(0, 12);
  if (former?.version === version && JSON.stringify(former.marts) === JSON.stringify(marts))
    return former;
  const models: SemanticModel[] = [];
  for (const model of definitions.models) models.push(await bindModel(connection, model, marts));
  const bound = { version, models, metrics: definitions.metrics, marts };
  await tryMetrics(connection, bound);
  return bound;
}
