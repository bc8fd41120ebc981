import { RunnerError } from '../errors.ts';
import { isObject, type Json, type JsonObject, objectOf, textOf } from '../project/yaml.ts';

const periods = ['minute', 'hour', 'day'];

/** How old a source may be, and how its age is found. */
export interface FreshnessRule {
  /** `warn_after`, `error_after` and `filter`; null where the source is never checked. */
  readonly freshness: JsonObject | null;
  readonly loadedAtField: string | null;
  readonly loadedAtQuery: string | null;
}

/**
 * The rule of a table: what its own entry says over what its source says, each beside or below
 * `config`; `freshness: null` switches the check off.
 */
export function freshnessRule(
  source: JsonObject,
  table: JsonObject,
  configured: JsonObject,
  name: string,
  file: string,
): FreshnessRule {
  const given = [ruleIn(table), ruleIn(source), configured.freshness ?? undefined].filter(
    (value) => value !== undefined,
  );
  const rule = given[0] === null ? null : merged(given.reverse());
  check(rule, name, file);
  const layers = [
    { ...table, ...objectOf(table.config) },
    { ...source, ...objectOf(source.config) },
  ];
  const layer = [...layers, configured].find(
    ({ loaded_at_field, loaded_at_query }) =>
      textOf(loaded_at_field ?? loaded_at_query) !== undefined,
  );
  const loadedAtField = textOf(layer?.loaded_at_field) ?? null;
  const loadedAtQuery = textOf(layer?.loaded_at_query) ?? null;
  if (loadedAtField !== null && loadedAtQuery !== null) {
    throw invalid(name, 'has both loaded_at_field and loaded_at_query. Keep one.', file);
  }
  return { freshness: rule, loadedAtField, loadedAtQuery };
}

/** True when a rule holds a limit. */
export function hasLimit(freshness: Json): boolean {
  const { warn_after, error_after } = objectOf(freshness);
  return [warn_after, error_after].some((limit) => typeof objectOf(limit).count === 'number');
}

function ruleIn(yaml: JsonObject): Json | undefined {
  const { freshness } = objectOf(yaml.config);
  return freshness === undefined ? yaml.freshness : freshness;
}

function merged(rules: readonly (Json | undefined)[]): JsonObject {
  const none: JsonObject = { count: null, period: null };
  const rule: JsonObject = { warn_after: none, error_after: none, filter: null };
  for (const given of rules) {
    for (const key of ['warn_after', 'error_after', 'filter']) {
      const value = isObject(given) ? given[key] : undefined;
      if (value === undefined) continue;
      rule[key] =
        key === 'filter' ? value : value === null ? none : { ...none, ...objectOf(value) };
    }
  }
  return rule;
}

function check(rule: JsonObject | null, name: string, file: string): void {
  for (const key of ['warn_after', 'error_after']) {
    const { count, period } = objectOf(rule?.[key]);
    if (count === null || count === undefined) continue;
    if (Number.isInteger(count) && periods.includes(String(period))) continue;
    throw invalid(
      name,
      `has ${key}: {count: ${String(count)}, period: ${String(period)}}. Give a whole number and minute, hour or day.`,
      file,
    );
  }
}

function invalid(name: string, problem: string, file: string): RunnerError {
  return new RunnerError('properties_invalid', `The source '${name}' ${problem}`, {
    place: { file },
  });
}
