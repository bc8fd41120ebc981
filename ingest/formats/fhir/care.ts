import { type Field, json, text } from '../field.ts';
import { choice, coded, period, reference } from './field.ts';

export const ENCOUNTER: readonly Field[] = [
  text('status', 'status'),
  coded('class', 'class'),
  coded('type', 'type'),
  coded('service_type', 'serviceType'),
  coded('priority', 'priority'),
  reference('subject', 'subject'),
  period('period', 'period', 'actualPeriod'),
  coded('reason', 'reasonCode', 'reason.0.value'),
  reference('location', 'location.0.location'),
  reference('service_provider', 'serviceProvider'),
  json('participant', 'participant'),
  json('discharge', 'hospitalization', 'admission'),
];

export const CONDITION: readonly Field[] = [
  coded('clinical_status', 'clinicalStatus'),
  coded('verification_status', 'verificationStatus'),
  coded('category', 'category'),
  coded('severity', 'severity'),
  coded('code', 'code'),
  coded('body_site', 'bodySite'),
  reference('subject', 'subject'),
  reference('encounter', 'encounter'),
  choice('onset', 'onset'),
  choice('abatement', 'abatement'),
  text('recorded_date', 'recordedDate'),
  reference('recorder', 'recorder'),
  reference('asserter', 'asserter'),
  json('participant', 'participant'),
  json('note', 'note'),
];

export const OBSERVATION: readonly Field[] = [
  text('status', 'status'),
  coded('category', 'category'),
  coded('code', 'code'),
  reference('subject', 'subject'),
  reference('encounter', 'encounter'),
  choice('effective', 'effective'),
  text('issued', 'issued'),
  choice('value', 'value'),
  coded('data_absent_reason', 'dataAbsentReason'),
  coded('interpretation', 'interpretation'),
  coded('body_site', 'bodySite'),
  coded('method', 'method'),
  reference('specimen', 'specimen'),
  reference('device', 'device'),
  json('performer', 'performer'),
  json('reference_range', 'referenceRange'),
  json('component', 'component'),
  json('note', 'note'),
];

export const CONSENT: readonly Field[] = [
  text('status', 'status'),
  coded('scope', 'scope'),
  coded('category', 'category'),
  reference('subject', 'patient', 'subject'),
  text('date', 'dateTime', 'date'),
  period('period', 'period'),
  text('decision', 'decision'),
  coded('policy_rule', 'policyRule'),
  json('performer', 'performer', 'grantor'),
  json('organization', 'organization', 'controller'),
  json('policy', 'policy', 'policyBasis'),
  json('provision', 'provision'),
  json('verification', 'verification'),
  choice('source', 'source'),
];
