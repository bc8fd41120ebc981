import { type Access, formatBraces } from '../format/brace.ts';
import { readArguments } from '../signature.ts';
import { bytesOf } from '../values/bytes.ts';
import { PyDict } from '../values/dict.ts';
import { str } from '../values/text.ts';
import { type Methods, methods } from './method.ts';

/** `format` and its kin; `access` is how a field such as `{0.name}` reaches into an argument. */
export function formatMethods(access: Access): Methods<string> {
  return methods<string>({
    format: (self, call) => formatBraces(self, call.args, call.kwargs, access),
    format_map: (self, call) => {
      const [mapping] = readArguments(call, 'format_map', ['mapping'], 1);
      const entries = mapping instanceof PyDict ? mapping.entries() : [];
      const named = new Map(entries.map(([key, value]) => [str(key), value] as const));
      return formatBraces(self, [], named, access);
    },
    encode: (self) => bytesOf(self),
  });
}
