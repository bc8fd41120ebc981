import { jsonText } from '../json-text.ts';
import { intOf, readArguments } from '../signature.ts';
import { PyList } from '../values/list.ts';
import { Marker, type MarkerKind } from '../values/marker.ts';
import { str } from '../values/text.ts';
import { truthy } from '../values/truth.ts';
import { Undefined } from '../values/undefined.ts';
import { type Filter, type Filters, filterTable } from './filter.ts';
import { numberFilters } from './number.ts';
import { orderFilters } from './order.ts';
import { selectFilters } from './select.ts';
import { sequenceFilters } from './sequence.ts';
import { textFilters } from './text.ts';

const fallback: Filter = (value, call) => {
  const [instead, boolean] = readArguments(call, 'default', ['default_value', 'boolean']);
  const falsy = boolean !== undefined && truthy(boolean) && !truthy(value);
  if (!(value instanceof Undefined) && !falsy) return value;
  return instead === undefined ? '' : instead;
};

const htmlUnsafe: Readonly<Record<string, string>> = {
  '<': '\\u003c',
  '>': '\\u003e',
  '&': '\\u0026',
  "'": '\\u0027',
};

const generalFilters = filterTable({
  default: fallback,
  d: fallback,
  tojson: (value, call) => {
    const [indent] = readArguments(call, 'tojson', ['indent']);
    const size = indent === undefined || indent === null ? undefined : intOf(indent);
    const text = jsonText(value, { sortKeys: true, indent: size });
    return text.replace(/[<>&']/g, (character) => htmlUnsafe[character] ?? character);
  },
});

/** dbt's own: they mark YAML text for conversion and leave other text as it is. */
const dbtFilters = filterTable({
  as_text: marking('as_text'),
  as_bool: marking('as_bool'),
  as_number: marking('as_number'),
  as_native: marking('as_native'),
  is_list: (value) => value instanceof PyList,
});

function marking(kind: MarkerKind): Filter {
  return (value, _call, { native }) => (native ? new Marker(kind, str(value)) : value);
}

/** Every filter templates know, by name. */
export const filters: Filters = new Map([
  ...textFilters,
  ...sequenceFilters,
  ...orderFilters,
  ...selectFilters,
  ...numberFilters,
  ...generalFilters,
  ...dbtFilters,
]);
