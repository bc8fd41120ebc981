import { RunnerError } from '../errors.ts';
import {
  hostFunction,
  hostObject,
  PyDict,
  PyTuple,
  str,
  toValue,
  utcDatetime,
  type Value,
} from '../jinja/index.ts';
import { columnApi } from './column_object.ts';
import { type Names, recordObject } from './names.ts';
import { relationApi } from './relation_object.ts';
import type { Invocation, Services } from './services.ts';

/** The dbt version whose behaviour the runner follows. */
export const dbtVersion = '1.10.0';

const customPrefix = 'DBT_ENV_CUSTOM_ENV_';

/** The environment's DBT_ENV_CUSTOM_ENV_ variables, without the prefix. */
export function customEnvironment(env: Invocation['env']): Record<string, string> {
  const custom: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (name.startsWith(customPrefix) && value !== undefined) {
      custom[name.slice(customPrefix.length)] = value;
    }
  }
  return custom;
}

/** Names that depend on the project and invocation, not on the node. */
export function projectNames(services: Services): Names {
  const { target, root, invocation, adapter } = services;
  return {
    target: () =>
      recordObject('Target', {
        ...target.shown,
        profile_name: target.profileName,
        name: target.name,
        target_name: target.name,
        type: target.type,
        schema: target.schema,
        database: adapter.database,
        threads: target.threads,
      }),
    flags: () => recordObject('Flags', invocation.flags),
    invocation_args_dict: () => invocationArgs(services),
    invocation_id: invocation.id,
    run_started_at: () => utcDatetime(invocation.startedAt),
    dbt_version: dbtVersion,
    dbt_metadata_envs: () => toValue(customEnvironment(invocation.env)),
    project_name: root.name,
    thread_id: 'MainThread',
    api: () =>
      hostObject({
        type: 'api',
        attributes: { Relation: relationApi(), Column: columnApi() },
      }),
    function: hostFunction('function', (call) => {
      throw new RunnerError(
        'unsupported',
        `function('${call.args.map(str).join("', '")}') names a function of the project, and the runner builds none. Write a macro instead.`,
      );
    }),
    submit_python_job: hostFunction('submit_python_job', () => {
      throw new Error('Python models are not supported');
    }),
  };
}

/** What the command was given; sets of selectors are tuples, as in dbt. */
function invocationArgs({ invocation, givenVars, target }: Services): PyDict {
  const { select = [], exclude = [], selector } = invocation.args ?? {};
  const flags = Object.entries(invocation.flags).map(([key, value]): [Value, Value] => [
    key.toLowerCase(),
    toValue(value),
  ]);
  return new PyDict([
    ...flags,
    ['select', new PyTuple(select)],
    ['exclude', new PyTuple(exclude)],
    ...(selector === undefined ? [] : [['selector', selector] satisfies [Value, Value]]),
    ['vars', toValue(givenVars)],
    ['target', target.name],
    ['threads', target.threads],
  ]);
}
