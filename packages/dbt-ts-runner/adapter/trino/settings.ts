import { RunnerError } from '../../errors.ts';
import { suggestion } from '../../project/nearest.ts';
import type { Target } from '../../project/profile.ts';
import { type JsonObject, objectOf, textOf, textsOf } from '../../project/yaml.ts';

const known = [
  ...['type', 'schema', 'threads', 'host', 'port', 'user', 'password', 'method', 'jwt_token'],
  ...['database', 'catalog', 'http_scheme', 'http_headers', 'session_properties', 'timezone'],
  ...['source', 'client_tags', 'roles', 'prepared_statements_enabled', 'cert'],
];
const methods = ['none', 'ldap', 'jwt'];

/** What a Trino target asks for. */
export interface TrinoSettings {
  /** Where the coordinator answers. */
  readonly server: string;
  readonly user: string;
  readonly password: string | undefined;
  readonly catalog: string;
  readonly schema: string;
  readonly source: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly session: Readonly<Record<string, string>>;
  /** False takes any certificate. */
  readonly checksCertificate: boolean;
}

/** Reads a Trino target, whose keys are those of dbt-trino. */
export function trinoSettings(target: Target): TrinoSettings {
  const { settings } = target;
  const where = `Target '${target.name}' of profile '${target.profileName}'`;
  const refuse = (what: string) => new RunnerError('profile_invalid', `${where} ${what}`);
  const unknown = Object.keys(settings).find((key) => !known.includes(key));
  if (unknown !== undefined) {
    throw refuse(
      `sets '${unknown}', which the Trino adapter does not have.${suggestion(unknown, known)} Remove or correct it.`,
    );
  }
  const required = (key: string, other = key) => {
    const found = textOf(settings[key]) ?? textOf(settings[other]);
    if (found === undefined) throw refuse(`sets no ${key}. Add it.`);
    return found;
  };
  const method = textOf(settings.method) ?? 'none';
  if (!methods.includes(method)) {
    throw refuse(`sets method to '${method}'. Use ${methods.join(', ')}.`);
  }
  const scheme = textOf(settings.http_scheme) ?? (method === 'none' ? 'http' : 'https');
  const port = textOf(settings.port) ?? (scheme === 'https' ? '443' : '8080');
  return {
    server: `${scheme}://${required('host')}:${port}`,
    user: required('user'),
    password: method === 'ldap' ? required('password') : undefined,
    catalog: required('database', 'catalog'),
    schema: target.schema,
    source: textOf(settings.source) ?? 'dbt-ts',
    headers: {
      'X-Trino-Time-Zone': textOf(settings.timezone) ?? 'UTC',
      ...(settings.client_tags === undefined
        ? {}
        : { 'X-Trino-Client-Tags': textsOf(settings.client_tags).join(',') }),
      ...(method === 'jwt' ? { Authorization: `Bearer ${required('jwt_token')}` } : {}),
      ...rolesHeader(objectOf(settings.roles)),
      ...texts(objectOf(settings.http_headers)),
    },
    session: texts(objectOf(settings.session_properties)),
    checksCertificate: settings.cert !== false,
  };
}

function rolesHeader(roles: JsonObject): Record<string, string> {
  const entries = Object.entries(roles).map(([catalog, role]) => `${catalog}=ROLE{${role}}`);
  return entries.length === 0 ? {} : { 'X-Trino-Role': entries.join(',') };
}

function texts(values: JsonObject): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, String(value)]));
}
