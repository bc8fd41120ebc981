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
  'ACTARMCD',
  'ACTARMUD',
  'TRT01P',
  'TRTA',
  'mnp_rando_treatment_gr',
])('%s is sensitive', (name) => expect(isSensitive(name)).toBe(true));

test.each([
  'treatmentemergent',
  'treatment_start_date',
  'alarm',
  'site_num',
  'kitchen',
  'initial_visit',
  'pharmacy',
  'randomization_date',
  'TRTEMFL',
  'arms_length',
])('%s is not', (name) => expect(isSensitive(name)).toBe(false));
