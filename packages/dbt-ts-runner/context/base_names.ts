import { createHash } from 'node:crypto';
import { stringify } from 'yaml';
import { RunnerError } from '../errors.ts';
import {
  type Call,
  dbtGlobals,
  type HostObject,
  hostFunction,
  hostObject,
  PythonError,
  pythonModules,
  str,
  toJs,
  toValue,
  truthy,
  type Value,
} from '../jinja/index.ts';
import { suggestion } from '../project/nearest.ts';
import type { Vars } from '../project/vars.ts';
import { parseYaml } from '../project/yaml.ts';
import { argumentsOf } from './arguments.ts';
import type { Names } from './names.ts';
import type { WarningName } from './warning_names.ts';

/** What a template said through log(), print() or exceptions.warn(). */
export interface Message {
  readonly level: 'debug' | 'info' | 'warn';
  readonly text: string;
  /** What a warning is called. */
  readonly name?: WarningName;
  /** True for what print() said, which is told even where only failures are. */
  readonly isPrinted?: true;
  /** Given when the message is a statement about to run. */
  readonly sql?: string;
}

export interface BaseOptions {
  readonly vars: Vars;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly say: (message: Message) => void;
  /** What `modules.datetime` takes for now; default the system's clock. */
  readonly clock?: () => Date;
}

/** Names every template may use, YAML included. */
export function baseNames(options: BaseOptions): Names {
  return {
    ...dbtGlobals,
    var: () => varObject(options.vars),
    env_var: () => envVar(options.env),
    modules: () => pythonModules(options.clock),
    log: hostFunction('log', (call) => {
      const [text, info] = argumentsOf(call, 'log', ['msg', 'info'], 1);
      options.say({ level: truthy(info ?? false) ? 'info' : 'debug', text: str(text ?? '') });
      return '';
    }),
    print: hostFunction('print', (call) => {
      const [text] = argumentsOf(call, 'print', ['msg'], 1);
      options.say({ level: 'info', text: str(text ?? ''), isPrinted: true });
      return '';
    }),
    exceptions: () => exceptions(options.say),
    toyaml: hostFunction('toyaml', (call) => {
      const [value, standard] = argumentsOf(call, 'toyaml', ['value', 'default', 'sort_keys'], 1);
      return orStandard(() => stringify(toJs(value ?? null)), standard);
    }),
    fromyaml: hostFunction('fromyaml', (call) => {
      const [text, standard] = argumentsOf(call, 'fromyaml', ['value', 'default'], 1);
      return orStandard(() => toValue(parseYaml(str(text ?? ''), 'fromyaml')), standard);
    }),
    local_md5: hostFunction('local_md5', (call) => {
      const [text] = argumentsOf(call, 'local_md5', ['value'], 1);
      return createHash('md5')
        .update(str(text ?? ''))
        .digest('hex');
    }),
  };
}

function varObject(vars: Vars): HostObject {
  const read = (call: Call): Value => {
    const [nameValue, standard] = argumentsOf(call, 'var', ['var_name', 'default'], 1);
    const name = str(nameValue ?? '');
    if (vars.has(name)) return toValue(vars.get(name));
    if (standard !== undefined) return standard;
    throw new RunnerError(
      'variable_missing',
      `The variable '${name}' has no value.${suggestion(name, vars.names)} Set it under vars in dbt_project.yml, give it with --vars, or give var() a default.`,
    );
  };
  const has = hostFunction('has_var', (call) =>
    vars.has(str(argumentsOf(call, 'has_var', ['var_name'], 1)[0] ?? '')),
  );
  return hostObject({ type: 'Var', call: read, attributes: { has_var: has } });
}

function envVar(env: BaseOptions['env']): Value {
  return hostFunction('env_var', (call) => {
    const [nameValue, standard] = argumentsOf(call, 'env_var', ['var', 'default'], 1);
    const name = str(nameValue ?? '');
    const value = env[name];
    if (value !== undefined) return value;
    if (standard !== undefined) return standard;
    throw new RunnerError(
      'environment_missing',
      `The environment variable ${name} is not set. Set it or give env_var() a default.`,
    );
  });
}

function exceptions(say: (message: Message) => void): HostObject {
  const raise = (name: string) =>
    hostFunction(name, (call) => {
      throw new RunnerError('compilation_failed', call.args.map(str).join(' '));
    });
  return hostObject({
    type: 'exceptions',
    attributes: {
      raise_compiler_error: raise('raise_compiler_error'),
      raise_database_error: raise('raise_database_error'),
      raise_not_implemented: raise('raise_not_implemented'),
      raise_parsing_error: raise('raise_parsing_error'),
      raise_fail_fast_error: raise('raise_fail_fast_error'),
      missing_config: raise('missing_config'),
      missing_materialization: raise('missing_materialization'),
      relation_wrong_type: raise('relation_wrong_type'),
      column_type_missing: raise('column_type_missing'),
      warn: hostFunction('warn', (call) => {
        const [text] = argumentsOf(call, 'warn', ['msg'], 1);
        say({ level: 'warn', name: 'JinjaLogWarning', text: str(text ?? '') });
        return '';
      }),
    },
  });
}

function orStandard(make: () => Value, standard: Value | undefined): Value {
  try {
    return make();
  } catch (error) {
    if (standard !== undefined) return standard;
    throw new PythonError('ValueError', error instanceof Error ? error.message : String(error));
  }
}
