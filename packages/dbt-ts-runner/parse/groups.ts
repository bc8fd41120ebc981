import { RunnerError } from '../errors.ts';
import type { Manifest } from '../manifest/manifest.ts';
import type { GraphNode, OperationNode, RefableNode } from '../manifest/node.ts';
import { suggestion } from '../project/nearest.ts';
import type { ProjectFile } from '../project/project_file.ts';
import { objectOf, textOf } from '../project/yaml.ts';
import type { Parser } from './parser.ts';

const accesses = ['private', 'protected', 'public'];

/** Takes up the groups of a package. */
export async function parseGroups(parser: Parser, project: ProjectFile): Promise<void> {
  for (const { name, yaml, file, path, packageName } of parser.properties.groups) {
    if (packageName !== project.name) continue;
    const owner = objectOf(yaml.owner);
    if (owner.name === undefined && owner.email === undefined) {
      throw new RunnerError(
        'properties_invalid',
        `The group '${name}' has no owner. Give it an owner with a name or email.`,
        { place: { file } },
      );
    }
    const text = textOf(yaml.description);
    parser.manifest.groups.set(name, {
      name,
      resource_type: 'group',
      package_name: packageName,
      path,
      original_file_path: file,
      unique_id: `group.${packageName}.${name}`,
      owner: { ...owner, email: owner.email ?? null, name: textOf(owner.name) ?? null },
      description: text === undefined ? null : await parser.describe(text, packageName),
      config: { meta: objectOf(objectOf(yaml.config).meta) },
    });
  }
}

/** Refuses a group or an access that does not exist, and a public model that is never built. */
export function checkGroup(manifest: Manifest, node: GraphNode): void {
  const { group } = node.config;
  const fail = (problem: string) => {
    throw new RunnerError('properties_invalid', `'${node.name}' ${problem}`, {
      place: { file: node.original_file_path },
    });
  };
  if (typeof group === 'string' && !manifest.groups.has(group)) {
    const names = [...manifest.groups.keys()];
    fail(
      `is in the group '${group}', which does not exist.${suggestion(group, names)} Define it under groups.`,
    );
  }
  if (node.resource_type !== 'model') return;
  if (!accesses.includes(node.access)) {
    fail(`has access: ${node.access}. Use ${accesses.join(', ')}.`);
  }
  if (node.access === 'public' && node.config.materialized === 'ephemeral') {
    fail('is ephemeral and has access: public. Materialize it or change its access.');
  }
}

/** Refuses a reference that the target's access does not allow; throws `reference_private`. */
export function checkAccess(
  node: GraphNode | OperationNode,
  target: RefableNode,
  projects: ReadonlyMap<string, ProjectFile>,
): void {
  if (target.resource_type !== 'model') return;
  const isOwnTest = node.resource_type === 'test' && node.attached_node === target.unique_id;
  const isElsewhere = node.package_name !== target.package_name;
  const isRestricted = isElsewhere && projects.get(target.package_name)?.restrictAccess === true;
  if (target.access === 'private' && !isOwnTest) {
    const group = textOf(target.config.group);
    if (group === undefined || textOf(node.config.group) !== group || isRestricted) {
      const owner = group === undefined ? 'in no group' : `private to the group '${group}'`;
      throw refused(node, target, `is ${owner}`);
    }
  }
  if (target.access === 'protected' && isRestricted) {
    throw refused(node, target, `is protected in the package '${target.package_name}'`);
  }
}

function refused(node: GraphNode | OperationNode, target: RefableNode, why: string): RunnerError {
  return new RunnerError(
    'reference_private',
    `'${node.name}' refers to '${target.name}', which ${why}. Put both in one group or change the access of '${target.name}'.`,
    { place: { file: node.original_file_path } },
  );
}
