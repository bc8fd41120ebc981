import { RunnerError } from '../errors.ts';
import type { GraphNode, TestNode, UnitTestNode } from '../manifest/node.ts';
import { isTest } from '../manifest/node_record.ts';
import { compareVersions } from '../parse/versions.ts';
import { isObject, type Json } from '../project/yaml.ts';
import type { StateMethods } from '../state/selection.ts';
import { matchesGlob, matchesPath } from './glob.ts';
import type { Criterion } from './selector.ts';

export interface MethodScope {
  readonly rootPackage: string;
  readonly stateMethods: StateMethods;
}

type Method = (node: GraphNode, criterion: Criterion, scope: MethodScope) => boolean;

const methods: Readonly<Record<string, Method>> = {
  fqn: (node, { value }, scope) => matchesFqn(node, value, scope),
  tag: (node, { value }) => tagsOf(node).some((tag) => matchesGlob(tag, value)),
  path: (node, { value }) => matchesPath(node.original_file_path, value),
  file: (node, { value }) => {
    const file = node.original_file_path.split('/').at(-1) ?? '';
    return matchesGlob(file, value) || matchesGlob(file.replace(/\.[^.]*$/, ''), value);
  },
  package: (node, { value }, scope) =>
    matchesGlob(node.package_name, value === 'this' ? scope.rootPackage : value),
  resource_type: (node, { value }) => node.resource_type === value,
  source: (node, { value }) => node.resource_type === 'source' && matchesSource(node, value),
  config: (node, criterion) => matchesConfig(node.config, criterion),
  test_type: (node, { value }) => testTypes(node).includes(value),
  test_name: (node, { value }) => isTest(node) && matchesGlob(testName(node), value),
  unit_test: (node, { value }) =>
    node.resource_type === 'unit_test' && matchesGlob(node.name, value),
  group: (node, { value }) => node.config.group === value,
  access: (node, { value }) => node.resource_type === 'model' && node.access === value,
  metric: (node, { value }) => node.resource_type === 'metric' && matchesGlob(node.name, value),
  semantic_model: (node, { value }) =>
    node.resource_type === 'semantic_model' && matchesGlob(node.name, value),
  saved_query: (node, { value }) =>
    node.resource_type === 'saved_query' && matchesGlob(node.name, value),
  exposure: (node, { value }) => node.resource_type === 'exposure' && matchesGlob(node.name, value),
  version: (node, { value }) => versionKind(node) === value,
  state: (node, { value }, { stateMethods }) => stateMethods.matchesState(node, value),
  result: (node, { value }, { stateMethods }) => stateMethods.matchesResult(node, value),
  source_status: (node, { value }, { stateMethods }) =>
    node.resource_type === 'source' && stateMethods.matchesSourceStatus(node, value),
};

/** True when the node meets the criterion, the graph aside. */
export function matches(node: GraphNode, criterion: Criterion, scope: MethodScope): boolean {
  const method =
    methods[criterion.method === 'default' ? byShape(criterion.value) : criterion.method];
  if (method === undefined) {
    throw new RunnerError(
      'selection_invalid',
      `The selector '${criterion.text}' uses the method '${criterion.method}', which does not exist here. Use one of ${Object.keys(methods).join(', ')}, selector.`,
    );
  }
  return method(node, criterion, scope);
}

function byShape(value: string): string {
  if (value.includes('/')) return 'path';
  return /\.(?:sql|csv|ya?ml)$/.test(value) ? 'file' : 'fqn';
}

function matchesFqn(node: GraphNode, value: string, scope: MethodScope): boolean {
  if (node.resource_type === 'source') return false;
  if (ownNames(node).some((name) => matchesGlob(name, value))) return true;
  const wanted = value.split('.');
  const [packageName, ...rest] = node.fqn;
  if (packageName === scope.rootPackage && startsWith(rest, wanted)) return true;
  return startsWith(node.fqn, wanted);
}

/** A node's name; with versions also `model_v1` and `model.v1`. */
function ownNames(node: GraphNode): string[] {
  if (node.resource_type !== 'model' || node.version === null) return [node.fqn.at(-1) ?? ''];
  const [name = '', version = ''] = node.fqn.slice(-2);
  return [name, `${name}_${version}`, `${name}.${version}`];
}

/** `latest`, `prerelease` and `old` as compared with the model's latest version, or `none`. */
function versionKind(node: GraphNode): string | undefined {
  if (node.resource_type !== 'model') return undefined;
  const { version, latest_version } = node;
  if (version === null || latest_version === null) return 'none';
  const order = compareVersions(version, latest_version);
  return order === 0 ? 'latest' : order > 0 ? 'prerelease' : 'old';
}

function startsWith(fqn: readonly string[], wanted: readonly string[]): boolean {
  if (wanted.length > fqn.length) return false;
  return wanted.every((part, index) => matchesGlob(fqn[index] ?? '', part));
}

function matchesSource(node: GraphNode & { source_name: string }, value: string): boolean {
  const parts = value.split('.');
  const [first = '*', second = '*', third = '*'] = parts;
  if (parts.length === 3) {
    return (
      matchesGlob(node.package_name, first) &&
      matchesGlob(node.source_name, second) &&
      matchesGlob(node.name, third)
    );
  }
  return matchesGlob(node.source_name, first) && matchesGlob(node.name, second);
}

function matchesConfig(config: Json, criterion: Criterion): boolean {
  let value: Json | undefined = config;
  for (const key of criterion.arguments) {
    value = isObject(value) ? (value[key] ?? value[key.replaceAll('_', '-')]) : undefined;
  }
  const wanted = criterion.value.toLowerCase();
  if (Array.isArray(value)) return value.some((item) => String(item).toLowerCase() === wanted);
  if (isObject(value)) return Object.keys(value).some((key) => key.toLowerCase() === wanted);
  return value !== undefined && value !== null && String(value).toLowerCase() === wanted;
}

function testTypes(node: GraphNode): string[] {
  if (node.resource_type === 'unit_test') return ['unit'];
  if (node.resource_type !== 'test') return [];
  return ['data', node.test_metadata === null ? 'singular' : 'generic'];
}

/** A generic test goes by the name of what it tests for. */
function testName(node: TestNode | UnitTestNode): string {
  const generic = node.resource_type === 'test' ? node.test_metadata?.name : undefined;
  return generic ?? node.name;
}

function tagsOf(node: GraphNode): readonly string[] {
  if ('tags' in node) return node.tags;
  const { tags } = node.config;
  return Array.isArray(tags) ? tags.map(String) : [];
}
