import { QueryError } from '../errors.ts';
import type { Filter } from '../wire.ts';
import type { Parameters } from './sql.ts';
import { daysOf } from './time.ts';

function refuse(filter: Filter, reason: string): never {
  throw new QueryError('QUERY_INVALID_VALUE', `The filter on "${filter.dimension}" ${reason}.`);
}

type Kind = 'boolean' | 'number' | 'date' | 'text';

export function kindOf(sqlType: string): Kind {
  const type = sqlType.toUpperCase();
  if (type === 'BOOLEAN') return 'boolean';
  if (type === 'DATE' || type.startsWith('TIMESTAMP')) return 'date';
  return /^(U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?|FLOAT|DOUBLE|DECIMAL)/.test(type)
    ? 'number'
    : 'text';
}

const patterns: Partial<Record<Kind, RegExp>> = {
  boolean: /^(true|false)$/,
  number: /^-?\d{1,30}(\.\d{1,20})?$/,
};

function single(filter: Filter): string {
  const [value] = filter.values;
  if (value === undefined || filter.values.length > 1) {
    refuse(filter, `takes exactly one value with "${filter.op}"`);
  }
  return value;
}

function dateCondition(filter: Filter, expr: string, bind: (day: string) => string): string {
  const date = `cast(${expr} as date)`;
  const days = (text: string) => daysOf(text, filter.dimension);
  switch (filter.op) {
    case '>=':
      return `${date} >= ${bind(days(single(filter)).first)}`;
    case '<':
      return `${date} < ${bind(days(single(filter)).first)}`;
    case '<=':
      return `${date} <= ${bind(days(single(filter)).last)}`;
    case '>':
      return `${date} > ${bind(days(single(filter)).last)}`;
    default: {
      const any = filter.values
        .map(days)
        .map(({ first, last }) => `${date} between ${bind(first)} and ${bind(last)}`)
        .join(' or ');
      return filter.op === 'in' || filter.op === '='
        ? `(${any})`
        : `(not (${any}) or ${expr} is null)`;
    }
  }
}

/**
 * The SQL condition of a filter on an expression of known type; values are bound, never written.
 *
 * @throws QueryError QUERY_INVALID_VALUE when a value does not fit the type.
 */
export function condition(
  filter: Filter,
  expr: string,
  sqlType: string,
  parameters: Parameters,
): string {
  if (filter.op === 'is_null') return `${expr} is null`;
  if (filter.op === 'is_not_null') return `${expr} is not null`;
  if (filter.values.length === 0) refuse(filter, 'has no value to compare with');
  const kind = kindOf(sqlType);
  const pattern = patterns[kind];
  if (pattern && !filter.values.every((value) => pattern.test(value))) {
    refuse(filter, `is compared with something that is not a ${kind}`);
  }
  if (kind === 'date') {
    return dateCondition(filter, expr, (day) => `cast(${parameters.bind(day)} as date)`);
  }
  const bound = filter.values.map((value) =>
    kind === 'text' ? parameters.bind(value) : `cast(${parameters.bind(value)} as ${sqlType})`,
  );
  switch (filter.op) {
    case 'in':
    case '=':
      return `${expr} in (${bound.join(', ')})`;
    case 'not_in':
    case '!=':
      return `(${expr} not in (${bound.join(', ')}) or ${expr} is null)`;
    default:
      single(filter);
      return `${expr} ${filter.op} ${bound.join('')}`;
  }
}
