import { expect, test } from 'vitest';
import { isSensitive } from '../../../ingest/profiles/sensitive.ts';

test.each([
  'trtgrpc',
  'Treatment Group',
  'ACTARM',
  'armcd',
  'kit_number',
  'unblinded_flag',
  'brthdat',
  'Date of Birth',
  'dob',
  'subjinit_nsv',
  'INITIALS',
  'pi_email',
  'Phone',
  'treatment-arm',
])('%s is sensitive', (name) => expect(isSensitive(name)).toBe(true));

test.each([
  'treatmentemergent',
  'treatment_start_date',
  'alarm',
  'site_num',
  'kitchen',
  'initial_visit',
  'pharmacy',
])('%s is not', (name) => expect(isSensitive(name)).toBe(false));
