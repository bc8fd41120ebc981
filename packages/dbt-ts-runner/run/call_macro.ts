import type { Session } from '../adapter/adapter.ts';
import { translateError } from '../context/failure.ts';
import { runScope } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import { RunnerError } from '../errors.ts';
import { str, toValue, type Value } from '../jinja/index.ts';
import type { CodeNode } from '../manifest/node.ts';

/** Calls a macro as the node sees it, with plain data or template values as arguments. */
export async function callMacro(
  services: Services,
  session: Session,
  node: CodeNode,
  name: string,
  args: readonly unknown[],
): Promise<Value> {
  const { scope } = runScope(services, { node, session, strictRefs: false });
  const macro = scope.find(name);
  if (macro === undefined) {
    throw new RunnerError('macro_missing', `The macro ${name} does not exist. Define one.`);
  }
  try {
    return await macro.invoke({
      args: args.map(toValue),
      kwargs: new Map(),
      position: { line: 1, column: 1 },
      file: node.original_file_path,
    });
  } catch (error) {
    throw translateError(error);
  }
}

/** The text a macro gives, most often SQL. */
export async function macroText(...call: Parameters<typeof callMacro>): Promise<string> {
  return str(await callMacro(...call));
}
