import { type Field, json, text } from '../field.ts';
import { choice, coded, period, reference } from './field.ts';

/** Names, contact data, birth and death stand in columns of their own, so that a profile can drop them. */
export const PATIENT: readonly Field[] = [
  text('active', 'active'),
  text('gender', 'gender'),
  text('birth_date', 'birthDate'),
  choice('deceased', 'deceased'),
  text('address_country', 'address.0.country'),
  json('name', 'name'),
  json('telecom', 'telecom'),
  json('address', 'address'),
  json('photo', 'photo'),
  json('contact', 'contact'),
  coded('marital_status', 'maritalStatus'),
  choice('multiple_birth', 'multipleBirth'),
  json('communication', 'communication'),
  json('general_practitioner', 'generalPractitioner'),
  reference('managing_organization', 'managingOrganization'),
  json('link', 'link'),
];

export const PRACTITIONER: readonly Field[] = [
  text('active', 'active'),
  text('name_family', 'name.0.family'),
  text('name_given', 'name.0.given.0'),
  text('name_text', 'name.0.text'),
  json('name', 'name'),
  json('telecom', 'telecom'),
  json('address', 'address'),
  text('gender', 'gender'),
  text('birth_date', 'birthDate'),
  choice('deceased', 'deceased'),
  json('photo', 'photo'),
  json('qualification', 'qualification'),
  json('communication', 'communication'),
];

export const PRACTITIONER_ROLE: readonly Field[] = [
  text('active', 'active'),
  period('period', 'period'),
  reference('practitioner', 'practitioner'),
  reference('organization', 'organization'),
  coded('code', 'code'),
  coded('specialty', 'specialty'),
  reference('location', 'location'),
  json('telecom', 'telecom'),
  json('contact', 'contact'),
];
