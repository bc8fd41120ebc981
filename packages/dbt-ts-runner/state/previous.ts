import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RunnerError } from '../errors.ts';
import { isMissing } from '../project/files.ts';
import { isObject, type JsonObject, listOf, objectOf, textOf } from '../project/yaml.ts';

/** The artifacts that an earlier run left in a folder, each as far as it is there. */
export interface PreviousState {
  readonly dir: string;
  readonly manifest: JsonObject | undefined;
  readonly runResults: JsonObject | undefined;
  readonly sources: JsonObject | undefined;
  /** sources.json of the project's own target folder. */
  readonly currentSources: JsonObject | undefined;
}

/**
 * Reads the artifacts in a folder, and the sources.json of the target folder where it is named; throws
 * `state_invalid` for a file that is no artifact.
 */
export async function readState(dir: string, targetDir?: string): Promise<PreviousState> {
  const [manifest, runResults, sources, currentSources] = await Promise.all([
    readArtifact(dir, 'manifest.json', 'nodes'),
    readArtifact(dir, 'run_results.json', 'results'),
    readArtifact(dir, 'sources.json', 'results'),
    targetDir === undefined ? undefined : readArtifact(targetDir, 'sources.json', 'results'),
  ]);
  return { dir, manifest, runResults, sources, currentSources };
}

/** The manifest of the state, or `state_missing`. */
export function previousManifest(state: PreviousState | undefined, need: string): JsonObject {
  return required(state, 'manifest', 'manifest.json', need);
}

/** Statuses of the earlier run by unique id, or `state_missing`. */
export function previousStatuses(
  state: PreviousState | undefined,
  need: string,
): ReadonlyMap<string, string> {
  const { results } = required(state, 'runResults', 'run_results.json', need);
  return new Map(
    listOf(results).map((result) => {
      const { unique_id, status } = objectOf(result);
      return [textOf(unique_id) ?? '', textOf(status) ?? ''];
    }),
  );
}

/** When each source was last loaded, in milliseconds, as the state's sources.json says. */
export function loadTimes(artifact: JsonObject): ReadonlyMap<string, number> {
  const times = new Map<string, number>();
  for (const result of listOf(artifact.results)) {
    const { unique_id, max_loaded_at } = objectOf(result);
    if (typeof max_loaded_at === 'string')
      times.set(textOf(unique_id) ?? '', Date.parse(max_loaded_at));
  }
  return times;
}

/** One artifact of the state, or `state_missing`. */
export function required(
  state: PreviousState | undefined,
  part: 'manifest' | 'runResults' | 'sources',
  file: string,
  need: string,
): JsonObject {
  const artifact = state?.[part];
  if (artifact !== undefined) return artifact;
  const where = state === undefined ? 'no state is given' : `${state.dir} has no ${file}`;
  throw new RunnerError(
    'state_missing',
    `${need} needs the ${file} of an earlier run, and ${where}. Name its folder with --state.`,
  );
}

async function readArtifact(
  dir: string,
  name: string,
  key: string,
): Promise<JsonObject | undefined> {
  const path = join(dir, name);
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
  const artifact = parsed(text);
  if (isObject(artifact) && artifact[key] !== undefined) return artifact;
  throw new RunnerError('state_invalid', `${path} is no artifact of a run. Name another folder.`);
}

function parsed(text: string) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
