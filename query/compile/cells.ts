import { martAccess } from '../access/classes.ts';
import { isGranted, type Viewer } from '../access/viewer.ts';
import type { MartColumn, Measure } from '../definitions/model.ts';
import { martRelation, quoted } from './sql.ts';

/** Column of the rows of a source that tells whose a row is. */
export const person = 'whose';

export const hiddenColumn = (measure: string): string => quoted(`hidden ${measure}`);
export const peopleColumn = (measure: string): string => quoted(`people ${measure}`);

/** Aggregations whose totals can be told from each other by subtraction. */
const addsUp: ReadonlySet<Measure['agg']> = new Set([
  'count',
  'count_distinct',
  'sum',
  'sum_boolean',
  'average',
]);

/** How many subjects a total rests on: those of rows that add something to it. */
export function people({ agg, name }: Measure): string {
  const value = `f.${quoted(`measure ${name}`)}`;
  const adds =
    agg === 'sum' ? `${value} <> 0` : agg === 'sum_boolean' ? value : `${value} is not null`;
  return `count(distinct case when ${adds} then f.${quoted(person)} end) as ${peopleColumn(name)}`;
}

/** A number that rests on some subjects, but fewer than may be shown. */
function isSmall(measure: string, smallest: number): string {
  return `${peopleColumn(measure)} between 1 and ${smallest - 1}`;
}

/**
 * SQL that is true for the cell that must go with the small ones beside it: what is left out along a dimension would
 * rest on few subjects, and be told by the total of the others. It is the one that rests on the fewest.
 */
function goesAlong({ name }: Measure, smallest: number, others: readonly string[], along: string) {
  const subjects = peopleColumn(name);
  const small = isSmall(name, smallest);
  const partition = others.length > 0 ? `partition by ${others.join(', ')} ` : '';
  const over = (order = '') => `over (${partition}${order})`;
  const left = `sum(case when ${small} then ${subjects} end) ${over()} between 1 and ${smallest - 1}`;
  const order = `order by ${small} desc, ${subjects} > 0 desc, ${subjects}, ${along}`;
  const next = `row_number() ${over(order)} = 1 + count(case when ${small} then 1 end) ${over()}`;
  return `(${left} and ${next} and ${subjects} > 0)`;
}

/**
 * The totals of a source with those left out that rest on fewer than `smallest` subjects, and what would tell them:
 * along each dimension, where only small cells are left out and they rest on few together, one more. Beside each
 * stands whether it was left out.
 *
 * @param columns dimensions of the totals, as quoted names; states on several days do not add up.
 */
export function coveredSql(
  totals: string,
  measures: readonly Measure[],
  columns: readonly { name: string; addsUp: boolean }[],
  smallest: number,
): string {
  const hidden = measures.map((measure) => {
    const along = addsUp.has(measure.agg) && measure.censored === undefined ? columns : [];
    const terms = along
      .filter((column) => column.addsUp)
      .map(({ name }) => {
        const others = columns.filter((column) => column.name !== name);
        return goesAlong(
          measure,
          smallest,
          others.map((column) => column.name),
          name,
        );
      });
    const all = [isSmall(measure.name, smallest), ...terms].join(' or ');
    return `coalesce(${all}, false) as ${hiddenColumn(measure.name)}`;
  });
  const shown = measures.map(({ name }) => {
    const total = quoted(`measure ${name}`);
    return `case when not ${hiddenColumn(name)} then ${total} end as ${total}`;
  });
  return `select * replace (${shown.join(', ')})
  from (select *, ${hidden.join(',\n    ')} from (${totals}))`;
}

/**
 * A mart as a viewer may list it: what was observed of fewer subjects than may be shown, or fewer times, is missing.
 * `covered` are the columns beside which it is told why.
 */
export function listRelation(
  mart: string,
  columns: readonly MartColumn[],
  viewer: Viewer,
  smallest: number,
): { sql: string; covered: ReadonlySet<string> } {
  const observed = Object.entries(martAccess[mart]?.observed ?? {}).filter(([column]) =>
    columns.some(({ name }) => name === column),
  );
  if (observed.length === 0 || smallest <= 1 || isGranted(viewer, ['subject_level'])) {
    return { sql: martRelation(mart), covered: new Set() };
  }
  const hidden = observed.map(([column, count]) => {
    const isSmall = `${quoted(count)} > 0 and least(${quoted(count)}, screened) < ${smallest}`;
    return `coalesce(${isSmall}, false) as ${hiddenColumn(column)}`;
  });
  const shown = observed.map(
    ([column]) =>
      `case when not ${hiddenColumn(column)} then ${quoted(column)} end as ${quoted(column)}`,
  );
  return {
    sql: `(select * replace (${shown.join(', ')})
  from (select *, ${hidden.join(', ')} from ${martRelation(mart)}))`,
    covered: new Set(observed.map(([column]) => column)),
  };
}
