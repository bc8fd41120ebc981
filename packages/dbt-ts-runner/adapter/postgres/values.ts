import { PyFloat, toValue, type Value } from '../../jinja/index.ts';

/** The server's own number for each built-in type that results often have. */
const names: Readonly<Record<number, string>> = {
  16: 'boolean',
  17: 'bytea',
  20: 'bigint',
  21: 'smallint',
  23: 'integer',
  25: 'text',
  114: 'json',
  700: 'real',
  701: 'double precision',
  1042: 'bpchar',
  1043: 'character varying',
  1082: 'date',
  1083: 'time without time zone',
  1114: 'timestamp without time zone',
  1184: 'timestamp with time zone',
  1186: 'interval',
  1700: 'numeric',
  2950: 'uuid',
  3802: 'jsonb',
};

/** The name of a built-in type. */
export function typeName(oid: number): string | undefined {
  return names[oid];
}

/** The server's text for a value as templates see it: numbers and booleans as such, others as text. */
export function templateValue(text: string | null, oid: number): Value {
  if (text === null) return null;
  switch (oid) {
    case 16:
      return text === 't';
    case 20:
    case 21:
    case 23:
      return toValue(BigInt(text));
    case 700:
    case 701:
      return new PyFloat(Number(text));
    case 1700:
      return /^-?\d+$/.test(text) ? toValue(BigInt(text)) : new PyFloat(Number(text));
    default:
      return text;
  }
}
