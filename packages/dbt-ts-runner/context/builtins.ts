import { RunnerError } from '../errors.ts';
import { type Call, type HostObject, hostObject, str, type Value } from '../jinja/index.ts';
import type { RefArgs } from '../manifest/node.ts';

/** `builtins`: what the project's own macros may have hidden. */
export function builtinsObject(names: Readonly<Record<string, Value>>): HostObject {
  return hostObject({
    type: 'builtins',
    attributes: names,
    mapping: true,
    items: (key) => names[str(key)],
  });
}

/** What a ref() call asks for: a name, a package before it, and a version. */
export function refArguments(call: Call): RefArgs {
  const version = call.kwargs.get('version') ?? call.kwargs.get('v');
  const asked = version === undefined || version === null ? null : givenVersion(version);
  const [first, second] = call.args.map(str);
  if (first === undefined || call.args.length > 2) {
    throw new RunnerError(
      'template_failed',
      'ref() takes a model name, or a package and a model name.',
    );
  }
  return second === undefined
    ? { name: first, package: null, version: asked }
    : { name: second, package: first, version: asked };
}

/** The version as it is given: a number, or text. */
function givenVersion(version: Value): number | string {
  return typeof version === 'string' ? version : Number(str(version));
}

/** The source and table a source() call names. */
export function sourceArguments(call: Call): [string, string] {
  const [sourceName, table] = call.args.map(str);
  if (sourceName === undefined || table === undefined || call.args.length > 2) {
    throw new RunnerError('template_failed', 'source() takes a source name and a table name.');
  }
  return [sourceName, table];
}
