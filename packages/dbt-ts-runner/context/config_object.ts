import { RunnerError } from '../errors.ts';
import {
  type Call,
  HostObject,
  hostFunction,
  hostObject,
  PyDict,
  str,
  toJs,
  toValue,
  type Value,
} from '../jinja/index.ts';
import { mergeConfig } from '../project/config.ts';
import { type Json, type JsonObject, objectOf } from '../project/yaml.ts';
import { argumentsOf } from './arguments.ts';

/** `config` while parsing: remembers what is set and answers nothing. */
export function recordingConfig(record: (config: JsonObject) => void): HostObject {
  const silent = (name: string) => hostFunction(name, () => '');
  return hostObject({
    type: 'Config',
    call: (call) => {
      record(configGiven(call));
      return '';
    },
    attributes: {
      set: hostFunction('set', (call) => {
        const [name, value] = argumentsOf(call, 'set', ['name', 'value'], 2);
        record({ [str(name ?? '')]: toJs(value ?? null) as Json });
        return '';
      }),
      get: silent('get'),
      require: silent('require'),
      meta_get: silent('meta_get'),
      meta_require: silent('meta_require'),
      persist_relation_docs: hostFunction('persist_relation_docs', () => false),
      persist_column_docs: hostFunction('persist_column_docs', () => false),
    },
  });
}

/** `config` while running: answers from the node's config. */
export function readingConfig(config: JsonObject): HostObject {
  const meta = objectOf(config.meta);
  const persisted = objectOf(config.persist_docs);
  return hostObject({
    type: 'Config',
    call: () => '',
    attributes: {
      set: hostFunction('set', () => ''),
      get: reader('get', config),
      require: requirer('require', config),
      meta_get: reader('meta_get', meta),
      meta_require: requirer('meta_require', meta),
      persist_relation_docs: hostFunction(
        'persist_relation_docs',
        () => persisted.relation === true,
      ),
      persist_column_docs: hostFunction('persist_column_docs', () => persisted.columns === true),
    },
  });
}

/** What a config() call sets: a mapping, or keyword arguments. */
export function configGiven(call: Call): JsonObject {
  const [first] = call.args;
  const entries = first instanceof PyDict ? first.entries() : [];
  const given = Object.fromEntries(entries.map(([key, value]) => [str(key), configValue(value)]));
  const named = Object.fromEntries(
    [...call.kwargs].map(([key, value]) => [key, configValue(value)]),
  );
  const all = mergeConfig(given, named as JsonObject);
  for (const hook of ['pre', 'post']) {
    const spellings = [`${hook}_hook`, `${hook}-hook`];
    if (spellings.every((name) => name in given || name in named)) {
      throw new RunnerError(
        'compilation_failed',
        `config() sets both ${spellings.join(' and ')}, which are the same. Keep one.`,
      );
    }
  }
  return all;
}

/** Moments and other objects, which the manifest cannot hold, are kept as they print. */
function configValue(value: Value): Json {
  return (value instanceof HostObject ? str(value) : toJs(value)) as Json;
}

function reader(name: string, values: JsonObject): Value {
  return hostFunction(name, (call) => {
    const [key, standard] = argumentsOf(call, name, ['name', 'default', 'validator'], 1);
    const value = valueIn(values, str(key ?? ''));
    return value === undefined || value === null ? (standard ?? null) : toValue(value);
  });
}

function requirer(name: string, values: JsonObject): Value {
  return hostFunction(name, (call) => {
    const [keyValue] = argumentsOf(call, name, ['name', 'validator'], 1);
    const key = str(keyValue ?? '');
    const value = valueIn(values, key);
    if (value !== undefined) return toValue(value);
    throw new RunnerError(
      'config_missing',
      `The config '${key}' is not set. Set it with config().`,
    );
  });
}

function valueIn(values: JsonObject, key: string): Json | undefined {
  if (Object.hasOwn(values, key)) return values[key];
  const dashed = key.replaceAll('_', '-');
  return Object.hasOwn(values, dashed) ? values[dashed] : undefined;
}
