import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import { parse } from 'yaml';
import { badTransport, secretLiteral, unknownTransport } from './errors.ts';
import type { Transport } from './transport.ts';

const SCHEMA = new URL('./transports.schema.json', import.meta.url);
const KINDS = ['folder', 'sftp', 's3', 'https'] as const;
const NAME = /^[a-z0-9][a-z0-9_-]{0,63}$/;
const SECRETS = new Set([
  'password',
  'passphrase',
  'bearer',
  'secret',
  'token_secret',
  'access_key_id',
  'secret_access_key',
  'session_token',
]);

type Kind = (typeof KINDS)[number];
type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isKind = (value: unknown): value is Kind => KINDS.some((kind) => kind === value);

const hasLogin = (text: string): boolean => /^[a-z][a-z0-9+.-]*:\/\/[^/?#]*@/i.test(text);

const isKeyText = (text: string): boolean => text.includes('PRIVATE KEY-----');

/** The place of a secret that stands in the file itself. */
const literalIn = (value: unknown, place: string): string | undefined => {
  if (typeof value === 'string') return hasLogin(value) || isKeyText(value) ? place : undefined;
  if (Array.isArray(value)) {
    return value.map((item, index) => literalIn(item, `${place}/${index}`)).find(Boolean);
  }
  if (!isFields(value)) return undefined;
  for (const [key, inner] of Object.entries(value)) {
    if (SECRETS.has(key) && !isFields(inner)) return `${place}/${key}`;
    if (key === 'private_key' && !isFields(inner)) return `${place}/${key}`;
    const found = literalIn(inner, `${place}/${key}`);
    if (found) return found;
  }
  return undefined;
};

const faultOf = (fault: ErrorObject | undefined, name: string): string => {
  if (!fault) return `${name} has another form`;
  const place = `${name}${fault.instancePath}`;
  const unknown = fault.params.unevaluatedProperty ?? fault.params.additionalProperty;
  if (typeof unknown === 'string') return `${place} holds the unknown key ${unknown}`;
  if (fault.keyword === 'enum') {
    return `${place} must be one of ${fault.params.allowedValues.join(', ')}`;
  }
  return `${place} ${fault.message}`;
};

type Validators = Readonly<Record<Kind, ValidateFunction<Omit<Transport, 'name'>>>>;

const compiled = (): Validators => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, strictTypes: false });
  const schema = JSON.parse(readFileSync(fileURLToPath(SCHEMA), 'utf8'));
  ajv.addSchema(schema);
  const of = (kind: Kind) =>
    ajv.compile<Omit<Transport, 'name'>>({ $ref: `${schema.$id}#/$defs/${kind}` });
  return { folder: of('folder'), sftp: of('sftp'), s3: of('s3'), https: of('https') };
};

let kept: Validators | undefined;

const validators = (): Validators => {
  kept ??= compiled();
  return kept;
};

const isTransport = (
  validate: ValidateFunction<Omit<Transport, 'name'>>,
  value: Fields,
): value is Fields & Transport => validate(value);

const needs = (transport: Transport): string | undefined => {
  if (transport.kind === 'sftp' && !transport.password === !transport.private_key) {
    return 'needs one of password and private_key';
  }
  if (transport.kind === 'https' && transport.basic && transport.bearer) {
    return 'has basic and bearer; keep one';
  }
  return undefined;
};

const transportOf = (file: string, name: string, value: unknown, all: Validators): Transport => {
  if (!NAME.test(name)) {
    throw badTransport(
      file,
      'a name may hold a-z, 0-9, _ and - and begins with none of the last two',
    );
  }
  if (!isFields(value)) throw badTransport(file, `${name} must be a mapping`);
  const literal = literalIn(value, name);
  if (literal) throw secretLiteral(file, literal);
  if (!isKind(value.kind)) {
    throw badTransport(file, `${name}/kind must be one of ${KINDS.join(', ')}`);
  }
  const named: Fields =
    value.kind === 'sftp' && typeof value.host_key === 'string'
      ? { ...value, host_key: [value.host_key] }
      : value;
  const validate = all[value.kind];
  if (!isTransport(validate, named))
    throw badTransport(file, faultOf(validate.errors?.at(-1), name));
  const transport: Transport = { ...named, name };
  const fault = needs(transport);
  if (fault) throw badTransport(file, `${name} ${fault}`);
  return transport;
};

const read = (path: string): unknown => {
  try {
    return parse(readFileSync(path, 'utf8'), { logLevel: 'error' });
  } catch {
    throw badTransport(path, 'is not readable YAML');
  }
};

/** Transports of one document, a mapping of name to transport. Throws BAD_TRANSPORT, SECRET_LITERAL. */
export const parseTransports = (
  file: string,
  document: unknown,
  all: Validators = validators(),
): readonly Transport[] => {
  if (!isFields(document)) throw badTransport(file, 'must map names to transports');
  return Object.entries(document).map(([name, value]) => transportOf(file, name, value, all));
};

/**
 * The transports of a home: `transports.yaml` maps names to transports, and each `transports/<name>.yaml` holds one.
 * Throws BAD_TRANSPORT, SECRET_LITERAL.
 */
export const transportsOf = (home: string): readonly Transport[] => {
  const all = validators();
  const found: Transport[] = [];
  const whole = join(home, 'transports.yaml');
  if (existsSync(whole)) found.push(...parseTransports(whole, read(whole), all));
  const folder = join(home, 'transports');
  if (existsSync(folder)) {
    for (const file of readdirSync(folder).sort()) {
      if (!file.endsWith('.yaml')) continue;
      const path = join(folder, file);
      found.push(transportOf(path, basename(file, '.yaml'), read(path), all));
    }
  }
  const names = found.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice) throw badTransport(home, `transport ${twice} is configured twice`);
  return found;
};

/** The named transports, or all of them. Throws UNKNOWN_TRANSPORT. */
export const chosen = (
  all: readonly Transport[],
  names: readonly string[],
): readonly Transport[] => {
  const known = all.map(({ name }) => name);
  if (names.length === 0) {
    if (all.length === 0) throw unknownTransport('fetch', known);
    return all;
  }
  return [...new Set(names)].map((name) => {
    const transport = all.find((each) => each.name === name);
    if (!transport) throw unknownTransport(name, known);
    return transport;
  });
};
