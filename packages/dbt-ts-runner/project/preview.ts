import type { Services } from '../context/services.ts';
import type { ExecutableNode } from '../manifest/node.ts';
import { Compiler } from '../run/compiler.ts';
import {
  compileInline,
  inlineNode,
  isShown,
  type Preview,
  showInline,
  showNode,
} from '../run/show.ts';
import { inTransaction } from '../run/transaction.ts';
import { deferredRelations } from '../state/defer.ts';
import type { LoadedProject } from './open.ts';
import { type DeferOptions, deferralOf, type ShowOptions } from './run_options.ts';
import { namedNode, someResources } from './selection.ts';

const rowsShown = 5;

/** The first rows of the selected models, tests and seeds, or of inline SQL. */
export async function previews(
  loaded: LoadedProject,
  own: Services,
  options: ShowOptions,
): Promise<Preview[]> {
  const limit = options.limit === null ? undefined : (options.limit ?? rowsShown);
  if (options.inline !== undefined) {
    const node = await inlineNode(own, options.inline);
    return [await showInline(await deferring(own, [node], options), node, limit)];
  }
  const nodes = someResources(loaded, options).filter(isShown);
  const services = await deferring(own, nodes, options);
  const compiler = new Compiler(services);
  const shown: Preview[] = [];
  for (const node of nodes) shown.push(await showNode(services, compiler, node, limit));
  return shown;
}

/** The SQL of one model or test by name or unique id; throws `selection_invalid`. */
export async function sqlOfNode(loaded: LoadedProject, services: Services, name: string) {
  const node = namedNode(loaded, name);
  const { sql } = await inTransaction(services.adapter, (session) =>
    new Compiler(services).compile(node, session),
  );
  return sql;
}

/** The SQL of a template that is no node. */
export async function sqlOfText(own: Services, text: string, options: DeferOptions) {
  const node = await inlineNode(own, text);
  const services = await deferring(own, [node], options);
  return inTransaction(services.adapter, (session) => compileInline(services, session, node));
}

/** The services with the relations that the nodes, none of which is built, are to read. */
async function deferring(
  services: Services,
  nodes: readonly ExecutableNode[],
  options: DeferOptions,
): Promise<Services> {
  const deferral = deferralOf(options);
  if (deferral === undefined) return services;
  const deferred = await deferredRelations(services, nodes, new Set(), deferral);
  return { ...services, deferred };
}
