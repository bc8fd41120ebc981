import type { Invocation } from '../context/services.ts';
import type { JsonObject } from '../project/yaml.ts';
import type { Catalog, CatalogRelation } from '../run/catalog.ts';
import { artifactMetadata } from './metadata.ts';

/** catalog.json, version 1. */
export function catalogArtifact(catalog: Catalog, invocation: Invocation): JsonObject {
  const section = (isSource: boolean) =>
    Object.fromEntries(
      [...catalog]
        .filter(([uniqueId]) => uniqueId.startsWith('source.') === isSource)
        .map(([uniqueId, relation]) => [uniqueId, relationRecord(uniqueId, relation)]),
    );
  return {
    metadata: artifactMetadata('catalog/v1', invocation),
    nodes: section(false),
    sources: section(true),
    errors: null,
  };
}

function relationRecord(uniqueId: string, relation: CatalogRelation): JsonObject {
  const { type, schema, name, database, comment, owner, columns } = relation;
  return {
    metadata: { type, schema, name, database, comment, owner },
    columns: Object.fromEntries(columns.map((column) => [column.name, { ...column }])),
    stats: {
      has_stats: {
        id: 'has_stats',
        label: 'Has statistics?',
        value: false,
        include: false,
        description: 'Whether the database keeps statistics of this relation',
      },
    },
    unique_id: uniqueId,
  };
}
