import {
  type Call,
  type HostObject,
  hostFunction,
  hostObject,
  str,
  type Value,
} from '../../../../packages/dbt-ts-runner/jinja/index.ts';

interface Parts {
  readonly database: string;
  readonly schema: string;
  readonly identifier: string;
}

/** A relation: prints quoted, compares by its name, answers as a mapping like dbt's. */
export function relation(parts: Parts, shown: readonly (keyof Parts)[] = order): HostObject {
  const text = shown.map((part) => `"${parts[part]}"`).join('.');
  return hostObject({
    type: 'Relation',
    mapping: true,
    key: text,
    text: () => text,
    attributes: {
      ...parts,
      name: parts.identifier,
      include: hostFunction('include', (call) =>
        relation(
          parts,
          shown.filter((part) => call.kwargs.get(part) !== false),
        ),
      ),
    },
    native: parts,
  });
}

const order: readonly (keyof Parts)[] = ['database', 'schema', 'identifier'];

/** `ref('m')`, `ref('package', 'm')`, `ref('m', v=2)` in database db, schema main. */
export const ref = hostFunction('ref', ({ args, kwargs }: Call): Value => {
  const version = kwargs.get('v') ?? kwargs.get('version');
  const name = str(args.at(-1) ?? null);
  const identifier = version === undefined ? name : `${name}_v${str(version)}`;
  return relation({ database: 'db', schema: 'main', identifier });
});

export const source = hostFunction('source', ({ args: [schema, name] }) =>
  relation({ database: 'db', schema: str(schema ?? null), identifier: str(name ?? null) }),
);

/** `api.Relation.create(database=, schema=, identifier=)`. */
export const createRelation = hostFunction('create', ({ kwargs }) => {
  const part = (name: string) => str(kwargs.get(name) ?? null);
  return relation({
    database: part('database'),
    schema: part('schema'),
    identifier: part('identifier'),
  });
});
