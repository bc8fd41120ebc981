import { homedir } from 'node:os';
import { join } from 'node:path';
import { adapterKind, adapterTypes } from '../adapter/kinds.ts';
import { RunnerError } from '../errors.ts';
import { isMissing } from './files.ts';
import { suggestion } from './nearest.ts';
import type { RenderYaml } from './project_file.ts';
import { isObject, type JsonObject, objectOf, readYamlObject, textOf } from './yaml.ts';

/** One target of a profile, rendered. */
export interface Target {
  readonly profileName: string;
  readonly name: string;
  readonly type: string;
  readonly schema: string;
  readonly database: string | undefined;
  readonly threads: number;
  /** Everything the target says, for the adapter. */
  readonly settings: JsonObject;
  /** What of it templates see as `target.*`: no passwords. */
  readonly shown: JsonObject;
}

export interface ProfileChoice {
  readonly projectDir: string;
  readonly profilesDir: string | undefined;
  readonly profile: string | undefined;
  readonly target: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * Finds profiles.yml (the given folder, DBT_PROFILES_DIR, the project folder, ~/.dbt), picks the
 * target and renders it.
 */
export async function readTarget(choice: ProfileChoice, render: RenderYaml): Promise<Target> {
  const profileName = choice.profile;
  if (profileName === undefined) {
    throw new RunnerError(
      'profile_missing',
      'dbt_project.yml names no profile. Add `profile: <name>` with the name of one in profiles.yml.',
    );
  }
  const { yaml, path } = await readProfiles(choice);
  const profile = yaml[profileName];
  if (!isObject(profile)) {
    const known = Object.keys(yaml).filter((key) => key !== 'config');
    throw new RunnerError(
      'profile_missing',
      `There is no profile '${profileName}' in ${path}; it has ${known.join(', ') || 'none'}.`,
    );
  }
  const outputs = objectOf(profile.outputs);
  const wanted =
    choice.target ?? textOf(await render(profile.target ?? 'default', path)) ?? 'default';
  const output = outputs[wanted];
  if (!isObject(output)) {
    throw new RunnerError(
      'profile_missing',
      `Profile '${profileName}' in ${path} has no target '${wanted}'; it has ${Object.keys(outputs).join(', ') || 'none'}.`,
    );
  }
  return targetOf(profileName, wanted, objectOf(await render(output, path)), path);
}

function targetOf(profileName: string, name: string, settings: JsonObject, path: string): Target {
  const type = textOf(settings.type);
  if (type === undefined) {
    throw new RunnerError(
      'profile_invalid',
      `Target '${name}' of profile '${profileName}' in ${path} has no type.`,
    );
  }
  const kind = adapterKind(type);
  if (kind === undefined) {
    throw new RunnerError(
      'profile_invalid',
      `Target '${name}' of profile '${profileName}' in ${path} has the type '${type}'; there are ${adapterTypes.join(', ')}.${suggestion(type, adapterTypes)}`,
    );
  }
  const schema = textOf(settings.schema) ?? kind.defaultSchema;
  if (schema === undefined) {
    throw new RunnerError(
      'profile_invalid',
      `Target '${name}' of profile '${profileName}' in ${path} names no schema. Add one.`,
    );
  }
  const threads = Number(settings.threads ?? 2);
  return {
    profileName,
    name,
    type,
    schema,
    database: textOf(settings.database ?? settings.dbname ?? settings.catalog),
    threads: Number.isInteger(threads) && threads > 0 ? threads : 2,
    settings,
    shown: Object.fromEntries(
      Object.entries(settings).filter(([key]) => !kind.secrets.includes(key)),
    ),
  };
}

async function readProfiles(choice: ProfileChoice): Promise<{ yaml: JsonObject; path: string }> {
  const fixed = choice.profilesDir ?? choice.env.DBT_PROFILES_DIR;
  const folders = fixed === undefined ? [choice.projectDir, join(homedir(), '.dbt')] : [fixed];
  for (const folder of folders) {
    const path = join(folder, 'profiles.yml');
    try {
      return { yaml: await readYamlObject(path, path), path };
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  throw new RunnerError(
    'profile_missing',
    `There is no profiles.yml in ${folders.join(' or ')}. Write one or name its folder.`,
  );
}
