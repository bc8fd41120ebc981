import type { MacroEntry } from '../context/macro_library.ts';
import { RunnerError } from '../errors.ts';
import type { NamedSelector } from '../graph/named_selector.ts';
import { versionFrom } from '../parse/versions.ts';
import type {
  AnalysisNode,
  CarriedNode,
  DocNode,
  ExecutableNode,
  GraphNode,
  GroupNode,
  ModelNode,
  OperationNode,
  RefableNode,
  SeedNode,
  SnapshotNode,
  SourceNode,
  TestNode,
  UnitTestNode,
} from './node.ts';

/** True for the asked version, or where none is asked for the latest or an unversioned node. */
function isVersion(node: RefableNode, asked: number | string | null): boolean {
  const version = node.resource_type === 'model' ? node.version : null;
  if (asked !== null) return String(version) === String(versionFrom(asked));
  return version === null || (node.resource_type === 'model' && version === node.latest_version);
}

/** Everything a project holds, by unique id. */
export class Manifest {
  readonly rootPackage: string;
  readonly nodes = new Map<string, AnalysisNode | ModelNode | SeedNode | SnapshotNode | TestNode>();
  readonly sources = new Map<string, SourceNode>();
  readonly unitTests = new Map<string, UnitTestNode>();
  readonly carried = new Map<string, CarriedNode>();
  /** Statements around a run; they are in no selection. */
  readonly operations = new Map<string, OperationNode>();
  readonly docs = new Map<string, DocNode>();
  /** By name. */
  readonly groups = new Map<string, GroupNode>();
  readonly selectors = new Map<string, NamedSelector>();
  readonly disabled = new Map<string, GraphNode[]>();
  /** Tests of what is disabled or missing: in the artifact, and in no selection. */
  readonly pointless = new Map<string, TestNode>();
  macros: readonly MacroEntry[] = [];
  readonly #refables = new Map<string, RefableNode[]>();

  constructor(rootPackage: string) {
    this.rootPackage = rootPackage;
  }

  /** Adds a node, or sets it aside when its config disables it. */
  add(node: GraphNode): void {
    if (node.config.enabled === false) {
      this.#setAside(node);
      return;
    }
    const other = this.get(node.unique_id);
    if (other !== undefined) {
      throw new RunnerError(
        'duplicate_name',
        `The ${node.resource_type.replace('_', ' ')} '${node.name}' is also defined in ${other.original_file_path}. Rename one.`,
        { place: { file: node.original_file_path } },
      );
    }
    this.#put(node);
  }

  /** Takes a test out that was added before. */
  disable(test: TestNode): void {
    this.nodes.delete(test.unique_id);
    const config = { ...test.config, enabled: false };
    this.pointless.set(test.unique_id, { ...test, config });
  }

  get(id: string): GraphNode | undefined {
    return (
      this.nodes.get(id) ?? this.sources.get(id) ?? this.unitTests.get(id) ?? this.carried.get(id)
    );
  }

  /** Nodes that run. */
  executable(): ExecutableNode[] {
    return [...this.nodes.values(), ...this.unitTests.values()];
  }

  /** Everything in the dependency graph. */
  all(): GraphNode[] {
    return [...this.executable(), ...this.sources.values(), ...this.carried.values()];
  }

  refables(): RefableNode[] {
    return [...this.#refables.values()].flat();
  }

  /** The model, seed or snapshot that ref() means when called in `from`: its own package first, then root. */
  findRef(
    name: string,
    packageName: string | null,
    from: string,
    version: number | string | null = null,
  ): RefableNode | undefined {
    const all = this.#refables.get(name) ?? [];
    const named = all.filter((node) => isVersion(node, version));
    if (packageName !== null) return named.find((node) => node.package_name === packageName);
    return (
      named.find((node) => node.package_name === from) ??
      named.find((node) => node.package_name === this.rootPackage) ??
      named[0]
    );
  }

  findSource(sourceName: string, table: string, from: string): SourceNode | undefined {
    return (
      this.sources.get(`source.${from}.${sourceName}.${table}`) ??
      [...this.sources.values()].find(
        (node) => node.source_name === sourceName && node.name === table,
      )
    );
  }

  /** True when something of that type and name exists but is disabled. */
  isDisabled(matches: (node: GraphNode) => boolean): boolean {
    return [...this.disabled.values()].flat().some(matches);
  }

  #setAside(node: GraphNode): void {
    this.disabled.set(node.unique_id, [...(this.disabled.get(node.unique_id) ?? []), node]);
  }

  #put(node: GraphNode): void {
    switch (node.resource_type) {
      case 'source':
        this.sources.set(node.unique_id, node);
        return;
      case 'unit_test':
        this.unitTests.set(node.unique_id, node);
        return;
      case 'model':
      case 'seed':
      case 'snapshot':
        this.nodes.set(node.unique_id, node);
        this.#refables.set(node.name, [...(this.#refables.get(node.name) ?? []), node]);
        return;
      case 'analysis':
      case 'test':
        this.nodes.set(node.unique_id, node);
        return;
      default:
        this.carried.set(node.unique_id, node);
    }
  }
}
