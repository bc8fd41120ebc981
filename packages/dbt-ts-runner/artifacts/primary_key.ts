import type { Manifest } from '../manifest/manifest.ts';
import type { ModelNode, TestNode } from '../manifest/node.ts';
import { objectOf, textOf, textsOf } from '../project/yaml.ts';

const uniqueTests = ['unique', 'unique_combination_of_columns'];

/** Generic tests by the model that they are attached to; those that are disabled count too. */
export type AttachedTests = ReadonlyMap<string, readonly TestNode[]>;

export function attachedTests(manifest: Manifest): AttachedTests {
  const attached = new Map<string, TestNode[]>();
  const nodes = [...manifest.nodes.values(), ...manifest.pointless.values()];
  for (const node of [...nodes, ...[...manifest.disabled.values()].flat()]) {
    if (node.resource_type !== 'test' || node.attached_node === null) continue;
    const tests = attached.get(node.attached_node) ?? [];
    attached.set(node.attached_node, tests);
    tests.push(node);
  }
  return attached;
}

/**
 * Columns that tell a model's rows apart, sorted: those of a primary key constraint, else those
 * that tests hold to be unique and not null, else those that tests hold to be unique.
 */
export function primaryKey(model: ModelNode, tests: readonly TestNode[] = []): string[] {
  for (const constraint of model.constraints) {
    const { type, columns } = objectOf(constraint);
    if (type === 'primary_key') return textsOf(columns).sort();
  }
  for (const { name, constraints } of Object.values(model.columns)) {
    if (constraints.some((constraint) => objectOf(constraint).type === 'primary_key'))
      return [name];
  }
  const held = (names: readonly string[], isEnabled?: boolean) => {
    const found = tests.filter(
      ({ test_metadata, config }) =>
        names.includes(test_metadata?.name ?? '') &&
        (isEnabled === undefined || (config.enabled !== false) === isEnabled),
    );
    return new Set(found.flatMap(columnsOf));
  };
  const required = held(['not_null']);
  const both = [...held(uniqueTests)].filter((column) => required.has(column));
  const [known = []] = [both, [...held(uniqueTests, true)], [...held(uniqueTests, false)]].filter(
    (columns) => columns.length > 0,
  );
  return known.sort();
}

function columnsOf({ test_metadata }: TestNode): string[] {
  const { column_name, combination_of_columns } = test_metadata?.kwargs ?? {};
  const column = textOf(column_name);
  return column === undefined ? textsOf(combination_of_columns) : [column];
}
