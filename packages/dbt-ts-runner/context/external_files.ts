import { filePath } from '../adapter/duckdb/file_path.ts';
import { textLiteral } from '../adapter/duckdb/literal.ts';
import {
  type Call,
  PyDict,
  PythonError,
  str,
  toValue,
  truthy,
  type Value,
} from '../jinja/index.ts';
import { argumentsOf } from './arguments.ts';
import type { Services } from './services.ts';

type FileMethod = (call: Call, services: Pick<Services, 'root' | 'target'>) => Value;

const compressions: Readonly<Record<string, string>> = { gz: 'gzip', zst: 'zstd' };
const quotedOptions = new Set(['delimiter', 'quote', 'escape', 'null']);

/** What templates ask about models in files, by dbt-duckdb's names; `external_path` is the runner's own. */
export const fileMethods: Readonly<Record<string, FileMethod>> = {
  external_root: (_, { target }) => str(toValue(target.settings.external_root ?? '.')),
  external_path: (call, { root }) => {
    const [location] = argumentsOf(call, 'external_path', ['location'], 1);
    return filePath(str(location ?? ''), root.dir);
  },
  external_write_options: (call) => {
    const [location, options] = locationAndOptions(call, 'external_write_options');
    if (options.get('format') === undefined) guessFormat(location, options);
    if (str(options.get('format') ?? '') === 'csv' && options.get('header') === undefined) {
      options.set('header', 1);
    }
    return options.entries().map(writeOption).join(', ');
  },
  external_read_location: (call) => {
    const [location, options] = locationAndOptions(call, 'external_read_location');
    const parts = options.get('partition_by');
    const isParted = parts !== undefined && truthy(parts);
    if (!isParted && !truthy(options.get('per_thread_output') ?? false)) return location;
    const levels = isParted
      ? str(parts)
          .split(',')
          .map(() => '*')
      : [];
    return `${[location, '*', ...levels].join('/')}.${str(options.get('format') ?? 'parquet')}`;
  },
};

function locationAndOptions(call: Call, name: string): [string, PyDict] {
  const [location, options] = argumentsOf(call, name, ['write_location', 'rendered_options'], 2);
  if (options instanceof PyDict) return [str(location ?? ''), options];
  throw new PythonError('TypeError', `${name} needs a mapping of options`);
}

/** The format and compression that the file's name tells; a delimiter tells of CSV. */
function guessFormat(location: string, options: PyDict): void {
  const [last = '', before = ''] = (/[^/\\]*$/.exec(location)?.[0] ?? '')
    .split('.')
    .slice(1)
    .reverse();
  const compression = compressions[last.toLowerCase()];
  const extension = (compression === undefined ? last : before).toLowerCase();
  if (extension === '') {
    options.set('format', options.get('delimiter') === undefined ? 'parquet' : 'csv');
    return;
  }
  options.set('format', extension);
  if (compression !== undefined && options.get('compression') === undefined) {
    options.set('compression', compression);
  }
}

function writeOption([key, value]: readonly [Value, Value]): string {
  const name = str(key);
  const text = str(value);
  if (quotedOptions.has(name.toLowerCase()) && !isQuoted(text)) {
    return `${name} ${textLiteral(text)}`;
  }
  const isList = name === 'partition_by' && text.includes(',') && !text.startsWith('(');
  return `${name} ${isList ? `(${text})` : text}`;
}

/** A quote alone is a value, and not one in quotes. */
function isQuoted(text: string): boolean {
  return text.length > 1 && text.startsWith("'") && text.endsWith("'");
}
