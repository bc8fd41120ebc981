import { isObject, type Json, type JsonObject, listOf, objectOf, textsOf } from './yaml.ts';

const appended = new Set(['tags', 'packages']);
const hooks = new Set(['pre-hook', 'post-hook']);
const updated = new Set([
  'meta',
  'column_types',
  'persist_docs',
  'docs',
  'quoting',
  'contract',
  'snapshot_meta_column_names',
]);
const spellings = new Map([
  ['pre_hook', 'pre-hook'],
  ['post_hook', 'post-hook'],
]);

/**
 * Lays `over` on top of `base` as dbt merges configs: tags, packages and hooks add up, mappings
 * such as meta are merged by key, everything else is replaced.
 */
export function mergeConfig(base: JsonObject, over: JsonObject): JsonObject {
  const merged: JsonObject = { ...base };
  for (const [spelt, value] of Object.entries(over)) {
    const key = spellings.get(spelt) ?? spelt;
    if (appended.has(key)) {
      merged[key] = [...new Set([...textsOf(merged[key]), ...textsOf(value)])];
    } else if (hooks.has(key)) {
      merged[key] = [...listOf(merged[key]), ...listOf(value).map(hookOf)];
    } else if (updated.has(key) && isObject(value)) {
      merged[key] = { ...objectOf(merged[key]), ...value };
    } else if (key === 'grants' && isObject(value)) {
      merged[key] = mergeGrants(objectOf(merged[key]), value);
    } else {
      merged[key] = value;
    }
  }
  return merged;
}

/**
 * Configs that a resource section of dbt_project.yml gives to the resource with this fqn, from the
 * outermost level to the innermost. `+key` and keys with plain values are configs, other keys are
 * folders or names.
 */
export function configsAlong(section: JsonObject, fqn: readonly string[]): JsonObject[] {
  const found = [configsOf(section)];
  let level: JsonObject = section;
  for (const step of fqn) {
    const next = level[step];
    if (!isObject(next)) break;
    found.push(configsOf(next));
    level = next;
  }
  return found;
}

function configsOf(level: JsonObject): JsonObject {
  const configs: JsonObject = {};
  for (const [key, value] of Object.entries(level)) {
    if (key.startsWith('+')) configs[key.slice(1).trim()] = value;
    else if (!isObject(value)) configs[key] = value;
  }
  return configs;
}

function hookOf(hook: Json): Json {
  return isObject(hook)
    ? { sql: hook.sql ?? '', transaction: hook.transaction ?? true, index: null }
    : { sql: String(hook), transaction: true, index: null };
}

function mergeGrants(base: JsonObject, over: JsonObject): JsonObject {
  const merged: JsonObject = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const grantees = textsOf(value);
    if (key.startsWith('+')) {
      const name = key.slice(1);
      merged[name] = [...textsOf(merged[name]), ...grantees];
    } else {
      merged[key] = grantees;
    }
  }
  return merged;
}
