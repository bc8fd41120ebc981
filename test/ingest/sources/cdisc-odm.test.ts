import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type TestHome, testHome } from '../home.ts';
import { counts } from './native.ts';

const SAMPLES = resolve(import.meta.dirname, '../../../../shared/samples');
const isHere = existsSync(SAMPLES);
if (!isHere) console.warn(`SKIPPED: real ODM files are not at ${SAMPLES}`);

describe.skipIf(!isHere)('real ODM files', () => {
  let at: TestHome;
  beforeAll(() => {
    at = testHome();
  });
  afterAll(() => at.remove());

  test.each([
    [
      'odm/openedc/clinicaldata.xml',
      ['edc_item 1684/1684', 'edc_page 366/366', 'subject 90/90', 'subject_visit 249/249'],
    ],
    [
      'odm/redcap/RepeatingForms.REDCap.xml',
      ['edc_item 1817/1817', 'edc_page 232/232', 'study 1/1', 'subject 50/50'],
    ],
    [
      'odm/cdisc-legacy/odm121.XML',
      [
        'edc_item 18/18',
        'edc_page 3/3',
        'person 2/2',
        'site 1/1',
        'study 1/1',
        'subject 3/3',
        'subject_visit 3/3',
      ],
    ],
    [
      'odm/cdisc-v2/Atlas_QS_ODMv2.xml',
      ['edc_item 6/6', 'edc_page 1/1', 'study 1/1', 'subject 1/1', 'subject_visit 1/1'],
    ],
    [
      'odm/openclinica/extract.xml',
      [
        'edc_item 769/769',
        'edc_page 51/51',
        'edc_query 4/4',
        'site 4/4',
        'study 1/1',
        'subject 13/13',
        'subject_visit 22/22',
      ],
    ],
  ])('%s lands row for row', async (path, landed) => {
    expect(counts(await at.ingest(join(SAMPLES, path)))).toEqual(landed);
  });

  test.each(['dataset-json/sdtm/define.xml', 'sdtm-xpt/cdiscpilot01/define.xml'])(
    '%s is left out for what it is',
    async (path) => {
      const outcomes = await at.ingest(join(SAMPLES, path));
      expect(outcomes.length).toBeGreaterThan(0);
      for (const { outcome, messages } of outcomes) {
        expect(outcome).toBe('ignored');
        expect(messages.join()).toMatch(/is Define-XML/);
      }
    },
  );
});
