import type { Names } from '../context/names.ts';
import type { Services } from '../context/services.ts';
import type { RunnerError } from '../errors.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { OperationNode } from '../manifest/node.ts';
import type { Compiler } from './compiler.ts';
import { nodeError } from './node_error.ts';
import type { NodeResult, NodeStatus, Timing } from './result.ts';
import { inTransaction } from './transaction.ts';

export type HookTime = 'on-run-start' | 'on-run-end';

/** The statements of that time: packages by name, the project's own last. */
export function hooksOf(manifest: Manifest, when: HookTime): OperationNode[] {
  const isOwn = (node: OperationNode) => node.package_name === manifest.rootPackage;
  return [...manifest.operations.values()]
    .filter((node) => node.tags.includes(when))
    .sort((a, b) => {
      if (isOwn(a) !== isOwn(b)) return isOwn(a) ? 1 : -1;
      if (a.package_name !== b.package_name) return a.package_name < b.package_name ? -1 : 1;
      return a.index - b.index;
    });
}

/**
 * Runs the statements of that time, each in a transaction of its own; after one that fails the
 * rest is skipped. Throws where one cannot be rendered.
 */
export async function runProjectHooks(
  services: Services,
  compiler: Compiler,
  when: HookTime,
  names: Names,
  onResult: (result: NodeResult, index: number, total: number) => void,
): Promise<NodeResult[]> {
  const hooks = hooksOf(services.manifest, when);
  const results: NodeResult[] = [];
  for (const [index, node] of hooks.entries()) {
    const shown = `${node.package_name}.${when}.${index}`;
    const isLost = results.some(({ status }) => status !== 'success');
    const result = isLost
      ? resultOf(node, 'skipped', { message: `${shown} skipped` })
      : await runHook(services, compiler, node, { shown, names });
    results.push(result);
    onResult(result, index + 1, hooks.length);
  }
  return results;
}

async function runHook(
  services: Services,
  compiler: Compiler,
  node: OperationNode,
  { shown, names }: { shown: string; names: Names },
): Promise<NodeResult> {
  const started = Date.now();
  let compiledCode: string | undefined;
  let timing: Timing[] = [];
  const done = (status: NodeStatus, message: string, error?: RunnerError) => {
    const executionTime = (Date.now() - started) / 1000;
    return resultOf(node, status, { message, error, compiledCode, timing, executionTime });
  };
  try {
    await inTransaction(services.adapter, async (session) => {
      compiledCode = undefined;
      const startedAt = new Date();
      const { sql } = await compiler.compile(node, session, { names, strictRefs: false });
      const compiledAt = new Date();
      compiledCode = sql;
      if (sql.trim() !== '') await session.execute(sql);
      timing = [
        { name: 'compile', startedAt, completedAt: compiledAt },
        { name: 'execute', startedAt: compiledAt, completedAt: new Date() },
      ];
    });
    return done('success', `${shown} passed`);
  } catch (thrown) {
    if (compiledCode === undefined) throw thrown;
    const error = nodeError(thrown, node);
    return done('error', `${shown} failed, error:\n ${error.message}`, error);
  }
}

function resultOf(node: OperationNode, status: NodeStatus, known: Partial<NodeResult>): NodeResult {
  return {
    message: undefined,
    error: undefined,
    response: undefined,
    compiledCode: undefined,
    runCode: undefined,
    timing: [],
    executionTime: 0,
    ...known,
    node,
    uniqueId: node.unique_id,
    status,
    failures: status === 'success' ? 0 : 1,
    thread: 0,
  };
}
