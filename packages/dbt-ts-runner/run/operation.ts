import type { Session } from '../adapter/adapter.ts';
import { writeOperation } from '../artifacts/run_results.ts';
import { translateError } from '../context/failure.ts';
import type { MacroEntry } from '../context/macro_library.ts';
import { runScope } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import { RunnerError, sentenceOf } from '../errors.ts';
import { toJs, toValue } from '../jinja/index.ts';
import { suggestion } from '../project/nearest.ts';
import type { Json, JsonObject } from '../project/yaml.ts';
import { operationNode } from './operation_node.ts';

/**
 * Carries out a macro by itself, `name` or `package.name`, and gives what it returns. Each statement
 * stands for itself, as dbt has it: a macro that wants a transaction begins and commits it.
 */
export async function runOperation(
  services: Services,
  name: string,
  args: JsonObject,
  targetDir: string | undefined,
): Promise<Json> {
  const entry = macroNamed(services, name);
  const id = entry.node.unique_id;
  const session = await services.adapter.openSession();
  try {
    const answer = await invoke(services, entry, args, session);
    await writeOperation(services.invocation, id, args, undefined, targetDir);
    return answer;
  } catch (error) {
    await writeOperation(services.invocation, id, args, sentenceOf(error), targetDir);
    throw error;
  } finally {
    await session.close();
  }
}

async function invoke(
  services: Services,
  entry: MacroEntry,
  args: JsonObject,
  session: Session,
): Promise<Json> {
  const { package_name, original_file_path } = entry.node;
  const node = operationNode(services, package_name, entry.macroName, '');
  const { scope } = runScope(services, { node, session, strictRefs: false });
  try {
    const answer = await scope.bind(entry).invoke({
      args: [],
      kwargs: new Map(Object.entries(args).map(([key, value]) => [key, toValue(value)])),
      position: { line: 1, column: 1 },
      file: original_file_path,
    });
    return (toJs(answer) ?? null) as Json;
  } catch (error) {
    throw translateError(error);
  }
}

function macroNamed({ library }: Services, name: string): MacroEntry {
  const [first = '', second] = name.split('.');
  const found = second === undefined ? library.anywhere(first) : library.inPackage(first, second);
  if (found !== undefined) return found;
  const names = library.all().map(({ macroName }) => macroName);
  throw new RunnerError(
    'macro_missing',
    `There is no macro '${name}' to run.${suggestion(second ?? first, names)} Correct the name.`,
  );
}
