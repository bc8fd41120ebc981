import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020 } from 'ajv/dist/2020.js';

const folder = fileURLToPath(new URL('../../../../shared/golden/artifacts', import.meta.url));

/** Whether the published schemas are here; says so loudly when they are not. */
export const schemasPresent = existsSync(folder);
if (!schemasPresent) console.warn(`SKIPPED: the artifact schemas are not at ${folder}`);

/** What an artifact has against its schema; nothing when it follows it. */
export async function schemaErrors(artifact: unknown, schema: string): Promise<string[]> {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const validate = ajv.compile(JSON.parse(await readFile(join(folder, schema), 'utf8')));
  validate(artifact);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}
