import { customEnvironment, dbtVersion } from '../context/project_names.ts';
import type { Invocation } from '../context/services.ts';
import type { JsonObject } from '../project/yaml.ts';

/** What every artifact says of itself; `schema` such as `run-results/v6`. */
export function artifactMetadata(schema: string, invocation: Invocation): JsonObject {
  return {
    dbt_schema_version: `https://schemas.getdbt.com/dbt/${schema}.json`,
    dbt_version: dbtVersion,
    generated_at: new Date().toISOString(),
    invocation_id: invocation.id,
    invocation_started_at: invocation.startedAt.toISOString(),
    env: customEnvironment(invocation.env),
  };
}
