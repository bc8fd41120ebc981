import { type Cell, type Field, json, text } from '../field.ts';
import { cellText, type Json } from '../json-tree.ts';
import { at, items, take, takeJson } from '../pluck.ts';
import { primitiveExtensions } from './field.ts';

/** The first identifier's system and value, and all of them as JSON. */
const identifier: Field = {
  columns: ['identifier_system', 'identifier_value', 'identifier'],
  take: (resource) => {
    const first = at(resource, 'identifier', 0);
    return [
      cellText(at(first, 'system')),
      cellText(at(first, 'value')),
      takeJson(resource, 'identifier'),
    ];
  },
};

/** What every resource has; narrative, contained resources and extensions stand apart because they may name a person. */
export const COMMON: readonly Field[] = [
  text('id', 'id'),
  text('version_id', 'meta.versionId'),
  text('last_updated', 'meta.lastUpdated'),
  text('meta_source', 'meta.source'),
  json('meta_profile', 'meta.profile'),
  json('meta_security', 'meta.security'),
  json('meta_tag', 'meta.tag'),
  text('implicit_rules', 'implicitRules'),
  text('language', 'language'),
  identifier,
  json('narrative', 'text'),
  json('contained', 'contained'),
  json('extension', 'extension'),
  json('modifier_extension', 'modifierExtension'),
  primitiveExtensions,
];

/** Where in a bundle a resource stood: its full URL and what is asked to be done with it. */
export const ENTRY_COLUMNS = ['full_url', 'request_method', 'request_url'] as const;

/** The value of the identifier whose system names a registry. */
export const identifierOf = (resource: Json, system: RegExp): Cell => {
  const match = items(resource, 'identifier').find((each) =>
    system.test(cellText(at(each, 'system')) ?? ''),
  );
  return cellText(at(match, 'value'));
};

/** Removes what tells the type; it is the table's name. */
export const takeType = (resource: Json): string | undefined => {
  const type = take(resource, 'resourceType');
  return typeof type === 'string' ? type : undefined;
};
