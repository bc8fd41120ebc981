import { RunnerError } from '../../errors.ts';
import { suggestion } from '../../project/nearest.ts';
import type { Target } from '../../project/profile.ts';
import { textOf } from '../../project/yaml.ts';
import { type Encryption, encryptionsFor } from './encryption.ts';

const known = [
  ...['type', 'schema', 'threads', 'host', 'port', 'user', 'password', 'pass'],
  ...['dbname', 'database', 'connect_timeout', 'keepalives_idle', 'retries', 'application_name'],
  ...['role', 'search_path', 'sslmode', 'sslcert', 'sslkey', 'sslrootcert'],
];

/** What a PostgreSQL target asks for. */
export interface PostgresSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string | undefined;
  readonly database: string;
  readonly applicationName: string;
  /** Seconds; 0 waits for ever. */
  readonly connectTimeout: number;
  /** Seconds; 0 leaves it to the system. */
  readonly keepalivesIdle: number;
  /** How often a failed connection is tried again. */
  readonly retries: number;
  /** In the order they are tried. */
  readonly encryptions: readonly Encryption[];
  /** Statements run on each new connection. */
  readonly onConnect: readonly string[];
}

/** Reads a PostgreSQL target, whose keys are those of dbt-postgres. */
export function postgresSettings(target: Target): PostgresSettings {
  const { settings } = target;
  const where = `Target '${target.name}' of profile '${target.profileName}'`;
  const unknown = Object.keys(settings).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw new RunnerError(
      'profile_invalid',
      `${where} sets '${unknown}', which the PostgreSQL adapter does not have.${suggestion(unknown, known)} Remove or correct it.`,
    );
  }
  const required = (key: string, other = key) => {
    const found = textOf(settings[key]) ?? textOf(settings[other]);
    if (found !== undefined) return found;
    throw new RunnerError('profile_invalid', `${where} sets no ${key}. Add it.`);
  };
  const whole = (key: string, standard: number) => {
    const value = Number(settings[key] ?? standard);
    if (Number.isInteger(value) && value >= 0) return value;
    throw new RunnerError(
      'profile_invalid',
      `${where} sets ${key} to '${String(settings[key])}'. Give a whole number.`,
    );
  };
  const role = textOf(settings.role);
  const searchPath = textOf(settings.search_path);
  return {
    host: required('host'),
    port: whole('port', 5432),
    user: required('user'),
    password: textOf(settings.password ?? settings.pass),
    database: required('dbname', 'database'),
    applicationName: textOf(settings.application_name) ?? 'dbt',
    connectTimeout: whole('connect_timeout', 10),
    keepalivesIdle: whole('keepalives_idle', 0),
    retries: whole('retries', 1),
    encryptions: encryptionsFor(settings, where),
    onConnect: [
      ...(role === undefined ? [] : [`set role ${role}`]),
      ...(searchPath === undefined ? [] : [`set search_path to ${searchPath}`]),
    ],
  };
}
