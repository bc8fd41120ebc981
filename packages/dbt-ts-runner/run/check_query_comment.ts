import { translateError } from '../context/failure.ts';
import { queryComment } from '../context/query_comment.ts';
import { runScope } from '../context/run_context.ts';
import type { Services } from '../context/services.ts';
import { operationNode } from './operation_node.ts';
import { inTransaction } from './transaction.ts';

/** Renders the query comment once: one that cannot be used would fail every statement. */
export async function checkQueryComment(services: Services): Promise<void> {
  if (services.root.queryComment === null) return;
  const node = operationNode(services, services.root.name, 'query_comment', '');
  await inTransaction(services.adapter, async (session) => {
    const { scope } = runScope(services, { node, session, strictRefs: false });
    await queryComment(
      services,
      node,
      () => scope,
    )('').catch((error) => {
      throw translateError(error);
    });
  });
}
