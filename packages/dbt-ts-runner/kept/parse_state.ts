import { hash } from 'node:crypto';
import type { Services } from '../context/services.ts';
import { withFloats } from './project_key.ts';

/**
 * A hash of all that a parse gave, moments of making aside; equal ones give equal artifacts. Of
 * `kept`, which stands in the kept parse of that key and checksum, only the order is looked at.
 */
export function parseState(
  { manifest, library }: Pick<Services, 'manifest' | 'library'>,
  kept: ReadonlySet<unknown>,
  key: string,
  checksum: number,
): string {
  const shown = ([id, value]: readonly [string, unknown]): unknown =>
    kept.has(value) ? id : [id, madeAnyTime(value)];
  const text = JSON.stringify(
    [
      key,
      checksum,
      library.all().map(({ node }) => node),
      ...[
        manifest.nodes,
        manifest.sources,
        manifest.unitTests,
        manifest.carried,
        manifest.operations,
        manifest.docs,
        manifest.groups,
        manifest.selectors,
        manifest.pointless,
      ].map((entries) => [...entries].map(shown)),
      [...manifest.disabled].map(([id, nodes]) => nodes.map((node) => shown([id, node]))),
    ],
    withFloats,
  );
  return hash('sha256', text);
}

function madeAnyTime(value: unknown): unknown {
  const isDated = typeof value === 'object' && value !== null && 'created_at' in value;
  return isDated ? { ...value, created_at: null } : value;
}
