import { type Engine, identifier } from '../engine.ts';
import type { Plan } from './plan.ts';

/**
 * What is known of the order of a load's keys, part by part. An extract is often sorted: where the keys rise from row to row,
 * none stands in two rows, at a fifth of the cost of looking for one.
 */
export interface Rise {
  /** Looks at part `number`, counted from 0; `rows` is SQL of them, `known` a way in which they are sure to rise. */
  see(engine: Engine, number: number, rows: string, known?: Way): Promise<void>;
  /** A way in which the keys of all parts that were seen have risen, so that those of the next will. */
  way(): Way | undefined;
  /** Whether the keys rise through all parts that were seen. */
  holds(): boolean;
}

/** How a row's key can come after the one before it: in one column, or as a whole. */
export interface Way {
  /** SQL: whether it does. NULL where a key is. */
  readonly sql: string;
  /** Places in the key that are compared, the first that differs decides. */
  readonly places: readonly number[];
}

/** The first and last key of a part. */
interface Ends {
  readonly first: readonly Buffer[];
  readonly last: readonly Buffer[];
}

const waysOf = (columns: readonly string[]): readonly Way[] => {
  const before = columns.map((name) => `lag(${name}, 1, '') OVER ()`);
  const each = columns.map((name, at) => ({ sql: `${name} > ${before[at]}`, places: [at] }));
  const whole = { sql: `(${columns}) > (${before})`, places: columns.map((_, at) => at) };
  return columns.length > 1 ? [...each, whole] : each;
};

/** Whether one key comes before another, as the engine compares text: byte by byte. */
const isBefore = (one: readonly Buffer[], other: readonly Buffer[], { places }: Way): boolean => {
  const none = Buffer.alloc(0);
  for (const at of places) {
    const order = Buffer.compare(one[at] ?? none, other[at] ?? none);
    if (order !== 0) return order < 0;
  }
  return false;
};

export const openRise = ({ contract }: Plan): Rise => {
  const columns = contract.key.map(identifier);
  let ways = waysOf(columns);
  const parts: Ends[] = [];
  return {
    way: () => (parts.length > 0 ? ways[0] : undefined),
    see: async (engine, number, rows, known) => {
      const isKnown = known !== undefined && ways.includes(known);
      if (isKnown) ways = [known];
      if (ways.length === 0) return;
      const asked = isKnown ? [] : ways;
      const rising = asked.map(({ sql }, at) => `, coalesce(${sql}, false) AS w${at}`);
      const all = asked.map((_, at) => `, coalesce(bool_and(w${at}), false) AS w${at}`);
      const [found] = await engine.rows(
        `SELECT min(_row) AS lowest, max(_row) AS highest${all.join('')} FROM (SELECT _row${rising.join('')} FROM ${rows})`,
      );
      ways = ways.filter((way) => isKnown || found?.[`w${asked.indexOf(way)}`] === true);
      if (ways.length === 0) return;
      const compared = new Set(ways.flatMap(({ places }) => places));
      const keys = columns.map((name, at) => `${compared.has(at) ? name : "''"} AS k${at}`);
      const ends = await engine.rows(
        `SELECT ${keys.join(', ')} FROM ${rows} WHERE _row IN (${found?.lowest}, ${found?.highest})`,
      );
      const end = (row: (typeof ends)[number] | undefined): Buffer[] =>
        columns.map((_, at) => Buffer.from(String(row?.[`k${at}`] ?? '')));
      parts[number] = { first: end(ends[0]), last: end(ends.at(-1)) };
    },
    holds: () =>
      ways.some((way) =>
        parts.every(({ first }, at) => {
          const earlier = parts[at - 1];
          return !earlier || isBefore(earlier.last, first, way);
        }),
      ),
  };
};
