import { text } from '../engine.ts';
import { type Blanks, type Piece, placeOf } from '../formats/piece.ts';
import type { IsWanted } from '../formats/reader.ts';
import { clean } from './clean.ts';
import type { Plan, SourceColumn } from './plan.ts';

const HEADER_CELLS = 8;

/** Whether a cell is one of the file's own, not made of its header. */
export const isDelivered = (cell: string): boolean => /^c\d+$/.test(cell);

/** SQL of a row's fault: the reader's, or that it says the header again. */
export const rowFault = (header: readonly SourceColumn[], blanks: Blanks): string => {
  const same = header
    .filter((one) => isDelivered(one.cell))
    .slice(0, HEADER_CELLS)
    .map((one) => {
      const value = blanks === 'any' ? clean(one.cell, [], blanks) : one.cell;
      return `${value} = ${text(one.name.trim())}`;
    });
  const [first, ...others] = same;
  if (first === undefined || others.length === 0) return '_fault';
  return `CASE WHEN _fault IS NOT NULL THEN _fault WHEN ${first} THEN CASE WHEN ${others.join(' AND ')} THEN 'repeated_header' END END`;
};

/** SQL that counts the rows of a piece that say the header again. */
export const repeatedHeadersSql = (header: readonly SourceColumn[], piece: Piece): string =>
  `SELECT count(*)::BIGINT AS n FROM (${piece.relation}) WHERE ${rowFault(header, piece.blanks)} = 'repeated_header'`;

/**
 * SQL of whether a row is this feed's, where its mapping has `where`; words compare without case and outer blanks. A row that
 * cannot be read belongs to the file's first feed, so that it is refused once.
 */
const isOwn = (plan: Plan): string | undefined => {
  if (plan.where.length === 0) return undefined;
  const tests = plan.where.map(({ condition, column }) => {
    const value = `lower(coalesce(trim(${column.cell}), ''))`;
    const words = (condition.values ?? condition.not ?? []).map((word) => text(word.toLowerCase()));
    return `${value} ${condition.values ? 'IN' : 'NOT IN'} (${words.join(', ')})`;
  });
  const isFirst = plan.mapping.feeds[0] === plan.feed;
  return `CASE WHEN _fault IS NOT NULL THEN ${isFirst} ELSE ${tests.join(' AND ')} END`;
};

/** The condition under which delivered rows are this feed's; none where all are. */
export const belongs = (plan: Plan): string => {
  const own = isOwn(plan);
  return own === undefined ? '' : ` WHERE ${own}`;
};

/** Whether a feed's conditions can be asked of a row as delivered, before it is unpivoted. */
const asksDelivered = ({ where }: Plan): boolean =>
  where.every(({ column }) => isDelivered(column.cell));

/** SQL that counts the delivered rows that are of none of these feeds; undefined where one of them takes all. */
export const straysSql = (plans: readonly Plan[], relation: string): string | undefined => {
  if (plans.length === 0 || !plans.every(asksDelivered)) return undefined;
  const own = plans.map(isOwn);
  if (own.some((one) => one === undefined)) return undefined;
  return `SELECT count(*)::BIGINT AS n FROM (${relation}) WHERE NOT (${own.join(' OR ')})`;
};

/** Answers remembered by each condition; what they are asked of are words of few kinds. */
const REMEMBERED = 1_000;

const meets = ({ condition, column }: Plan['where'][number]): IsWanted => {
  const words = new Set(
    (condition.values ?? condition.not ?? []).map((word) => word.toLowerCase()),
  );
  const place = placeOf(column.cell);
  const known = new Map<string, boolean>();
  return (cells) => {
    const value = cells[place] ?? '';
    const answer = known.get(value);
    if (answer !== undefined) return answer;
    const isWord = words.has(value.replace(/^ +| +$/g, '').toLowerCase());
    const isMet = condition.values ? isWord : !isWord;
    if (known.size < REMEMBERED) known.set(value, isMet);
    return isMet;
  };
};

/** The same question as `straysSql` asks, of one row whose cells are at hand: whether one of these feeds takes it. */
export const wantedBy = (plans: readonly Plan[]): IsWanted | undefined => {
  if (plans.some((plan) => plan.where.length === 0 || !asksDelivered(plan))) return undefined;
  const feeds = plans.map((plan) => plan.where.map(meets));
  return (cells) => feeds.some((conditions) => conditions.every((isMet) => isMet(cells)));
};
