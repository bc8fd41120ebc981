import { ingest } from '@portolan/ingest';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type TestHome, testHome } from '../home.ts';
import { counts } from './native.ts';

let at: TestHome;
beforeEach(() => {
  at = testHome();
});
afterEach(() => at.remove());

const NAME = 'Aurelia1_DATA_2026-03-31_1012.csv';

describe('flat records', () => {
  test('of a longitudinal project with repeats and sites are subjects and items', async () => {
    const outcomes = await at.ingest(
      await at.deliver(
        NAME,
        [
          'record_id,redcap_event_name,redcap_repeat_instrument,redcap_repeat_instance,redcap_data_access_group,weight,race___1,race___2,notes,visit_complete',
          '1,baseline_arm_1,,,berlin,70.10,1,0,"two',
          'lines",2',
          '1,week_2_arm_1,ae,1,berlin,,,,headache,',
          '1,week_2_arm_1,ae,2,berlin,,,,nausea,',
          '',
        ].join('\n'),
      ),
    );
    expect(counts(outcomes)).toEqual(['edc_item 7/7', 'subject 3/3']);
    expect(await at.rows('subject', 'DISTINCT study_id, subject_id, site_id')).toEqual([
      { study_id: 'Aurelia1', subject_id: '1', site_id: 'berlin' },
    ]);
    expect(await at.rows('edc_item', 'item_id, visit_name, form_repeat, value')).toEqual(
      expect.arrayContaining([
        {
          item_id: '1/baseline_arm_1/race___1',
          visit_name: 'baseline_arm_1',
          form_repeat: null,
          value: '1',
        },
        {
          item_id: '1/baseline_arm_1/notes',
          visit_name: 'baseline_arm_1',
          form_repeat: null,
          value: 'two\nlines',
        },
        {
          item_id: '1/week_2_arm_1/ae/2/notes',
          visit_name: 'week_2_arm_1',
          form_repeat: '2',
          value: 'nausea',
        },
      ]),
    );
  });

  test.each([
    ['with events', 'record_id,redcap_event_name,x\n1,a,2\n'],
    ['with sites', 'record_id,redcap_data_access_group,x\n1,a,2\n'],
    ['with both', 'record_id,redcap_event_name,redcap_data_access_group,x\n1,b,a,2\n'],
    ['with neither', 'record_id,x\n1,2\n'],
  ])('%s are known', async (_, text) => {
    expect(counts(await at.ingest(await at.deliver(NAME, text)))).toEqual([
      'edc_item 1/1',
      'subject 1/1',
    ]);
  });

  test('name no person', async () => {
    await at.ingest(
      await at.deliver(
        NAME,
        'record_id,redcap_event_name,first_name,last_name,dob,email,home_address,weight\n1,a,Ada,Byron,1815-12-10,ada@example.org,Street 1,70\n',
      ),
    );
    const rows = await at.rows('edc_item', 'field_id, value, _extra');
    expect(rows).toEqual([{ field_id: 'weight', value: '70', _extra: null }]);
    expect(JSON.stringify(await at.rows('subject', '_extra'))).not.toMatch(/Ada|Byron|1815|Street/);
  });

  test('from the API do not say the study: it must be set', async () => {
    const text = 'study_id,redcap_event_name,x\n17,a,2\n';
    const [first] = await at.ingest(await at.deliver('records.csv', text));
    expect(first).toMatchObject({ outcome: 'refused', code: 'MISSING_COLUMN' });
    const path = await at.deliver('records.csv', text);
    await ingest({ home: at.home, paths: [path], set: { study_id: 'PTL-7' } });
    expect(await at.rows('edc_item', 'study_id, subject_id')).toEqual([
      { study_id: 'PTL-7', subject_id: '17' },
    ]);
  });

  test('without a record id are refused', async () => {
    expect(await at.load(NAME, 'patient,redcap_event_name,x\n17,a,2\n')).toMatchObject({
      outcome: 'refused',
      code: 'MISSING_COLUMN',
    });
  });

  test('in labels are unknown, not misread', async () => {
    expect(
      await at.load(
        'Aurelia1_DATA_LABELS_2026-03-31_1012.csv',
        'Record ID,Event Name,Weight\n1,Baseline,70\n',
      ),
    ).toMatchObject({ outcome: 'refused', code: 'UNKNOWN_FILE' });
  });
});

test('by attribute: each ticked box is an item, cells that name a person are counted', async () => {
  const outcomes = await at.ingest(
    await at.deliver(
      NAME,
      'record,redcap_event_name,field_name,value\n1,a,race,1\n1,a,race,3\n1,a,last_name,Byron\n1,a,weight,70\n',
    ),
  );
  expect(counts(outcomes)).toEqual(['edc_item 3/3']);
  expect(outcomes[1]?.messages[0]).toContain('1 of 4 rows are of no feed');
});

test('events are planned visits, groups are sites, the dictionary is left alone', async () => {
  const outcomes = await at.ingest(
    await at.deliver(
      'Aurelia1_Events_2026-03-31_1012.csv',
      'event_name,arm_num,day_offset,offset_min,offset_max,unique_event_name\nWeek 2,1,14,2,3,week_2_arm_1\n',
    ),
    await at.deliver(
      'Aurelia1_DataAccessGroups_2026-03-31_1012.csv',
      'data_access_group_name,unique_group_name\nBerlin,berlin\n',
    ),
    await at.deliver(
      'Aurelia1_DataDictionary_2026-03-31.csv',
      '"Variable / Field Name","Form Name","Section Header","Field Type"\nx,f,,text\n',
    ),
  );
  expect(counts(outcomes)).toEqual(['planned_visit 1/1', 'site 1/1']);
  expect(outcomes.filter(({ outcome }) => outcome === 'ignored')).toHaveLength(1);
});
