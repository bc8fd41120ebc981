import type { XmlElement } from '../xml/tree.ts';

/** One attribute or text below an element: where it stands, as names without case and marks, and what it says. */
export interface Leaf {
  /** `version/file@checksum`; names as written, without their prefix. */
  readonly path: string;
  /** Names in lower case without marks, for comparison. */
  readonly key: string;
  readonly value: string;
}

/** A name as it is compared: `Document_Date` and `documentDate` are one. */
export const bare = (name: string): string => name.toLowerCase().replace(/[^a-z0-9/@]/g, '');

const localName = (key: string): string => key.replace(/^\{[^}]*\}/, '');

/** Every attribute and text of an element and below it, in order; `skips` leaves out whole branches. */
export const leavesOf = (
  element: XmlElement,
  skips: (child: XmlElement) => boolean = () => false,
  path = '',
): readonly Leaf[] => {
  const leaf = (at: string, value: string): Leaf => ({ path: at, key: bare(at), value });
  const attributes = Object.entries(element.attributes).map(([name, value]) =>
    leaf(`${path}@${localName(name)}`, value ?? ''),
  );
  const text = element.text.trim();
  const below = element.children
    .filter((child) => !skips(child))
    .flatMap((child) =>
      leavesOf(child, skips, path === '' ? child.name.name : `${path}/${child.name.name}`),
    );
  return [...attributes, ...(text === '' ? [] : [leaf(path, text)]), ...below];
};

/** Takes cells out of leaves by the names that a thing may have; what nobody took remains as JSON. */
export const taker = (leaves: readonly Leaf[]) => {
  const left = [...leaves];
  return {
    /** The first leaf of one of the keys, in the order of the keys. */
    take: (...keys: readonly string[]): string | null => {
      const key = keys.find((each) => left.some((one) => one.key === each));
      const index = left.findIndex((one) => one.key === key);
      return left.splice(index, index < 0 ? 0 : 1)[0]?.value ?? null;
    },
    rest: (): string | null =>
      left.length > 0 ? JSON.stringify(left.map(({ path, value }) => [path, value])) : null,
  };
};

export type Taker = ReturnType<typeof taker>;
