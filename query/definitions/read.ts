import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseDocument } from 'yaml';
import { QueryError } from '../errors.ts';
import { checkReferences } from './check.ts';
import type { Definitions } from './model.ts';
import { emptyDefinitions, parseFile } from './parse.ts';

async function listFiles(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

/**
 * The metric and semantic model definitions of a dbt project, `metrics/**.yml` below its folder,
 * with every reference between them checked.
 *
 * @throws QueryError DEFINITION_INVALID naming file and place.
 */
export async function readDefinitions(modelsDir: string): Promise<Definitions> {
  const definitions = emptyDefinitions();
  for (const file of await listFiles(join(modelsDir, 'metrics'))) {
    const document = parseDocument(await readFile(file, 'utf8'));
    const [error] = document.errors;
    if (error) {
      throw new QueryError('DEFINITION_INVALID', `${file} is not YAML: ${error.message}`);
    }
    const part = parseFile(document.toJS(), file);
    definitions.models.push(...part.models);
    definitions.metrics.push(...part.metrics);
  }
  checkReferences(definitions);
  return definitions;
}
