import type { JsonObject } from '../project/yaml.ts';
import type { GraphNode, OperationNode, RefableNode, TestNode, UnitTestNode } from './node.ts';

/** A node as manifest.json and `model` show it. */
export function manifestNode(node: GraphNode | OperationNode): JsonObject {
  if (node.resource_type === 'seed') {
    const { root, ...record } = node;
    return record as unknown as JsonObject;
  }
  if (!('leading' in node)) return node as unknown as JsonObject;
  const { leading, ...record } = node;
  return record as unknown as JsonObject;
}

/** A node's name as listings show it: dotted fqn, sources and metrics with their type. */
export function selectorName(node: GraphNode): string {
  const dotted = node.fqn.join('.');
  if (node.resource_type === 'source') {
    return `source:${node.package_name}.${node.source_name}.${node.name}`;
  }
  if (node.resource_type === 'unit_test') {
    const version = node.version === null ? '' : `_v${node.version}`;
    return `unit_test:${node.package_name}.${node.name}${version}`;
  }
  return 'yaml' in node ? `${node.resource_type}:${node.package_name}.${node.name}` : dotted;
}

/** True for nodes with a relation that ref() can name. */
export function isRefable(node: GraphNode): node is RefableNode {
  return ['model', 'seed', 'snapshot'].includes(node.resource_type);
}

/** True for nodes that are checks rather than relations. */
export function isTest(node: GraphNode): node is TestNode | UnitTestNode {
  return node.resource_type === 'test' || node.resource_type === 'unit_test';
}
