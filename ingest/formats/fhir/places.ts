import { type Field, json, text } from '../field.ts';
import { address, coded, reference } from './field.ts';

export const LOCATION: readonly Field[] = [
  text('status', 'status'),
  text('name', 'name'),
  json('alias', 'alias'),
  text('description', 'description'),
  text('mode', 'mode'),
  coded('type', 'type'),
  coded('form', 'physicalType', 'form'),
  address('address'),
  text('latitude', 'position.latitude'),
  text('longitude', 'position.longitude'),
  reference('managing_organization', 'managingOrganization'),
  reference('part_of', 'partOf'),
  json('telecom', 'telecom'),
  json('contact', 'contact'),
];

export const ORGANIZATION: readonly Field[] = [
  text('active', 'active'),
  coded('type', 'type'),
  text('name', 'name'),
  json('alias', 'alias'),
  text('description', 'description'),
  address('address.0', 'contact.0.address'),
  reference('part_of', 'partOf'),
  json('telecom', 'telecom'),
  json('contact', 'contact'),
];

export const GROUP: readonly Field[] = [
  text('active', 'active'),
  text('type', 'type'),
  text('actual', 'actual'),
  text('membership', 'membership'),
  coded('code', 'code'),
  text('name', 'name'),
  text('description', 'description'),
  text('quantity', 'quantity'),
  reference('managing_entity', 'managingEntity'),
  json('characteristic', 'characteristic'),
];
