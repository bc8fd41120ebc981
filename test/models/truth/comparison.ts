import {
  classes,
  type Door,
  type MetricDescription,
  type Row,
  reasonSuffix,
  viewerFor,
} from '@portolan/query';

/** One right answer of the reference portfolio. */
export interface Answer {
  readonly metric: string;
  readonly by: Readonly<Record<string, string>>;
  readonly as_of: string;
  readonly value: number | string | null;
  readonly reason?: string;
}

export interface Comparison {
  readonly verdicts: readonly Verdict[];
  /** Metrics of the right answers that the warehouse has not, or not by what the answers are cut by. */
  readonly leftOut: readonly string[];
}

/** How the values of one metric compare with the right ones. */
export interface Verdict {
  readonly metric: string;
  equal: number;
  readonly different: string[];
}

/** A metric whose rows name every study, country and site, so that nothing asked for beside it is a missing row. */
const everyPlace = 'sites';
const places = new Set(['study', 'country', 'site']);

/** The same of contracts and their currencies. */
const everyContract = 'site_contracts';
const contracts = new Set(['study', 'contract', 'currency']);

/** What names every group of a cut, where there is such a metric. */
function spineOf(by: readonly string[]): string[] {
  if (by.every((name) => places.has(name))) return [everyPlace];
  return by.every((name) => contracts.has(name)) ? [everyContract] : [];
}

/** A request may ask for a hundred metrics at most. */
const metricsAtOnce = 90;

const reasons: Readonly<Record<string, readonly string[]>> = {
  no_data: ['no_rows', 'no_values', 'undefined'],
  no_rate: ['no_values'],
  // Where nothing has begun, the right answers say that one half is not reached.
  not_reached: ['no_rows', 'no_values'],
  // A formula that divides by nothing is undefined.
  zero_denominator: ['undefined'],
};

const monthAhead = 'capacity_month';

/** An answer in terms of the warehouse, and the metric that it was told as. */
interface Asked extends Answer {
  readonly told: string;
  /** Cut by who said it: where nobody said anything, there is no row. */
  readonly isForecast?: boolean;
}

const isClose = (a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-9 * Math.max(1, Math.abs(b));

/** An amount without zeros behind the point, a date without a time. */
const plain = (text: string): string =>
  /^-?\d+\.\d+$/.test(text) ? text.replace(/\.?0+$/, '') : text.slice(0, 10);

/** What is computed as a fraction, to the decimals of the right answer; anything else as it is. */
function asTold(value: unknown, right: string): string {
  const decimals = right.split('.')[1]?.length;
  return typeof value === 'number' && decimals ? value.toFixed(decimals) : String(value);
}

function isEqual(answer: Asked, row: Row | undefined, name: string): boolean {
  const value = row?.[name] ?? null;
  const { reason = 'no_data' } = answer;
  if (answer.value === null) {
    if (row === undefined && answer.isForecast) return true;
    const given = String(row?.[name + reasonSuffix] ?? 'no_rows');
    return value === null && (given === reason || (reasons[reason] ?? []).includes(given));
  }
  if (value === null) return false;
  if (typeof answer.value === 'string')
    return plain(asTold(value, answer.value)) === plain(answer.value);
  return isClose(Number(value), answer.value);
}

const keyOf = (by: Readonly<Record<string, unknown>>, names: readonly string[]): string =>
  names.map((name) => String(by[name]).slice(0, name === 'month' ? 7 : undefined)).join('|');

function grouped<T>(items: Iterable<T>, key: (item: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = key(item);
    const group = groups.get(name);
    if (group) group.push(item);
    else groups.set(name, [item]);
  }
  return groups;
}

/** The metric of a name or code of the reference portfolio, if exactly one is defined. */
function defined(
  metrics: readonly MetricDescription[],
  name: string,
): MetricDescription | undefined {
  const found = metrics.filter(
    (metric) => metric.name === name || metric.code?.toUpperCase() === name.toUpperCase(),
  );
  return found.length === 1 ? found[0] : undefined;
}

/** The error of one forecaster so many days before is that of all, cut by both. */
function ofForecaster(answer: Answer): Asked {
  const { metric, by } = answer;
  const [, forecaster, horizon, absolute] =
    /^MS05\.([a-z_]+)_(\d+)(_absolute)?$/.exec(metric) ?? [];
  if (forecaster === undefined || horizon === undefined) return { ...answer, told: metric };
  const code = absolute === undefined ? 'MS05' : 'MS05.absolute';
  return {
    ...answer,
    told: metric,
    isForecast: true,
    metric: code,
    by: { ...by, forecaster, horizon },
  };
}

/** Amounts told in the currency of a contract are metrics of their own. */
function ofCurrency(metrics: readonly MetricDescription[], answer: Asked): Asked {
  const metric = `${answer.metric}_in_contract_currency`;
  if (!('currency' in answer.by) || !defined(metrics, metric)) return answer;
  return { ...answer, metric };
}

/** A month that lies ahead of the day of an answer is a dimension of its own. */
function inTermsOf(dimensions: readonly string[], answer: Asked): Asked {
  const { month, ...by } = answer.by;
  if (month === undefined || !dimensions.includes(monthAhead)) return answer;
  return { ...answer, by: { ...by, [monthAhead]: month } };
}

/**
 * Compares what the door answers with the right answers: counts and money exactly as text or whole numbers tell
 * them, rates to 1e-9.
 */
export async function compare(door: Door, told: readonly Answer[]): Promise<Comparison> {
  const ofMoney = { ...viewerFor('finance', 'comparison'), classes: [...classes] };
  const ofPeople = { ...viewerFor('clinical_operations', 'comparison'), classes: [...classes] };
  const metrics = await door.metrics(ofMoney);
  const answers = told.map((answer) => ofCurrency(metrics, ofForecaster(answer)));
  const known = new Map<string, MetricDescription>();
  for (const name of new Set(answers.map(({ metric }) => metric))) {
    const metric = defined(metrics, name);
    if (metric) known.set(name, metric);
  }
  const verdicts = new Map<string, Verdict>();
  const dimensionsOf = (metric: string) => known.get(metric)?.dimensions ?? [];
  const all = answers.map((answer) => inTermsOf(dimensionsOf(answer.metric), answer));
  const isAnswerable = ({ metric, by }: Asked): boolean =>
    known.has(metric) && Object.keys(by).every((name) => dimensionsOf(metric).includes(name));
  const asked = all.filter(isAnswerable);
  const leftOut = all
    .filter((answer) => !isAnswerable(answer))
    .map(({ told, by }) => `${told} by ${Object.keys(by).join(', ')}`);
  const order = new Map([...known.keys()].map((name, i) => [name, i]));
  const partOf = (metric: string) => Math.floor((order.get(metric) ?? 0) / metricsAtOnce);
  const cuts = grouped(
    asked,
    ({ metric, by, as_of }) => `${as_of} ${Object.keys(by).join(' ')} ${partOf(metric)}`,
  );
  for (const rows of cuts.values()) {
    const [first] = rows;
    if (!first) continue;
    const by = Object.keys(first.by);
    const names = [...new Set(rows.map(({ metric }) => known.get(metric)?.name ?? ''))];
    const viewer = by.includes('person') ? ofPeople : ofMoney;
    const request = { metrics: [...new Set([...spineOf(by), ...names])], by, asOf: first.as_of };
    const result = new Map(
      (await door.query(request, viewer)).rows().map((row) => [keyOf(row, by), row]),
    );
    for (const answer of rows) {
      const name = known.get(answer.metric)?.name ?? '';
      const row = result.get(keyOf(answer.by, by));
      const verdict = verdicts.get(answer.told) ?? {
        metric: answer.told,
        equal: 0,
        different: [],
      };
      verdicts.set(answer.told, verdict);
      if (isEqual(answer, row, name)) verdict.equal += 1;
      else
        verdict.different.push(
          `${answer.as_of} ${keyOf(answer.by, by)}: ${row?.[name] ?? row?.[name + reasonSuffix] ?? 'no row'}, right is ${answer.value ?? answer.reason}`,
        );
    }
  }
  return { verdicts: [...verdicts.values()], leftOut: [...new Set(leftOut)].sort() };
}
