import { type Field, json, text } from '../field.ts';
import { cellText, type Json } from '../json-tree.ts';
import { at, items } from '../pluck.ts';
import { byId, code, codes, ids, lookup, nameOf, quantity } from './field.ts';
import { type Planned, plannedEncounters, wholeDays } from './schedule.ts';
import { type Table, VERSION_KEYS } from './shape.ts';
import { NAMED } from './version-tables.ts';

type Named = ReadonlyMap<string, Json | undefined>;

/** What ids of a study design are resolved by. */
export interface Design {
  readonly arms: Named;
  readonly epochs: Named;
  readonly encounters: Named;
  readonly activities: Named;
  readonly instances: Named;
  readonly criterionItems: Named;
  readonly planned: ReadonlyMap<string, Planned>;
}

/** Reads what a design holds before its parts are taken; `criterionItems` belong to the version since USDM 4. */
export const designOf = (design: Json, criterionItems: readonly Json[]): Design => ({
  arms: byId(items(design, 'arms')),
  epochs: byId(items(design, 'epochs')),
  encounters: byId(items(design, 'encounters')),
  activities: byId(items(design, 'activities')),
  instances: byId(items(design, 'scheduleTimelines').flatMap((each) => items(each, 'instances'))),
  criterionItems: byId(criterionItems),
  planned: plannedEncounters(design),
});

const KEYS = [...VERSION_KEYS, 'study_design_id'];
const IN_TIMELINE = [...KEYS, 'timeline_id', 'timeline_name', 'is_main_timeline'];

const table = (
  name: string,
  fields: (design: Design) => readonly Field[],
  keys: readonly string[] = KEYS,
): Table<Design> => ({ name, keys, fields });

const ORDER: readonly Field[] = [text('previous_id', 'previousId'), text('next_id', 'nextId')];

export const STUDY_DESIGN = table(
  'study_design',
  () => [
    ...NAMED,
    text('kind', 'instanceType'),
    code('study_type', 'studyType'),
    code('study_phase', 'studyPhase'),
    code('model', 'model', 'interventionModel'),
    code('blinding', 'blindingSchema'),
    codes('intent_types', 'intentTypes', 'trialIntentTypes'),
    codes('sub_types', 'subTypes', 'trialTypes'),
    codes('therapeutic_areas', 'therapeuticAreas'),
    codes('characteristics', 'characteristics'),
    code('time_perspective', 'timePerspective'),
    code('sampling_method', 'samplingMethod'),
    text('rationale', 'rationale', 'studyDesignRationale'),
    json('indications', 'indications', 'studyIndications'),
    quantity('planned_enrollment', 'population.plannedEnrollmentNumber'),
    quantity('planned_completion', 'population.plannedCompletionNumber'),
    ids('intervention_ids', 'studyInterventionIds'),
  ],
  VERSION_KEYS,
);

export const ARM = table('arm', () => [
  ...NAMED,
  code('type', 'type'),
  code('data_origin_type', 'dataOriginType'),
  text('data_origin_description', 'dataOriginDescription'),
  ids('population_ids', 'populationIds'),
]);

export const EPOCH = table('epoch', () => [...NAMED, code('type', 'type'), ...ORDER]);

export const ELEMENT = table('element', () => [
  ...NAMED,
  text('transition_start_rule', 'transitionStartRule.text'),
  text('transition_end_rule', 'transitionEndRule.text'),
  ids('intervention_ids', 'studyInterventionIds'),
]);

export const CELL = table('cell', ({ arms, epochs }) => [
  lookup(['armId'], arms, { arm_name: nameOf }),
  lookup(['epochId'], epochs, { epoch_name: nameOf }),
  text('id', 'id'),
  text('arm_id', 'armId'),
  text('epoch_id', 'epochId'),
  ids('element_ids', 'elementIds'),
]);

const days = (count: number | undefined): string | null =>
  count === undefined ? null : String(count);

/** Columns of an encounter's plan; days only where a duration is whole days from start to start. */
const plan = ({ planned, epochs }: Design): Field => ({
  columns: [
    'epoch_id',
    'epoch_name',
    'timeline_id',
    'scheduled_instance_id',
    'timing_id',
    'timing_value',
    'window_lower',
    'window_upper',
    'offset_days',
    'window_before_days',
    'window_after_days',
  ],
  take: (encounter) => {
    const found = planned.get(cellText(at(encounter, 'id')) ?? '');
    const timing = (key: string) => cellText(at(found?.timing, key));
    const epoch = epochs.get(found?.epochId ?? '');
    return [
      found?.epochId ?? null,
      epoch ? nameOf(epoch) : null,
      found?.timelineId ?? null,
      found?.instanceId ?? null,
      timing('id'),
      timing('value') ?? timing('timingValue'),
      timing('windowLower'),
      timing('windowUpper'),
      days(found?.offsetDays),
      days(wholeDays(timing('windowLower'))),
      days(wholeDays(timing('windowUpper'))),
    ];
  },
});

/** Planned visits. */
export const ENCOUNTER = table('encounter', (design) => [
  plan(design),
  ...NAMED,
  code('type', 'type'),
  ...ORDER,
  text('scheduled_at_id', 'scheduledAtId'),
  codes('contact_modes', 'contactModes'),
  codes('environmental_settings', 'environmentalSettings'),
  text('transition_start_rule', 'transitionStartRule.text'),
  text('transition_end_rule', 'transitionEndRule.text'),
]);

export const ACTIVITY = table('activity', () => [
  ...NAMED,
  ...ORDER,
  ids('child_ids', 'childIds'),
  text('timeline_id', 'timelineId'),
  ids('biomedical_concept_ids', 'biomedicalConceptIds'),
  ids('bc_category_ids', 'bcCategoryIds'),
  ids('bc_surrogate_ids', 'bcSurrogateIds'),
  json('defined_procedures', 'definedProcedures'),
]);

/** One row a scheduled instance, of activities or of a decision. */
export const SCHEDULED_INSTANCE = table(
  'scheduled_instance',
  ({ encounters, epochs }) => [
    lookup(['encounterId'], encounters, { encounter_name: nameOf }),
    lookup(['epochId'], epochs, { epoch_name: nameOf }),
    ...NAMED,
    text('kind', 'instanceType'),
    text('encounter_id', 'encounterId'),
    text('epoch_id', 'epochId'),
    ids('activity_ids', 'activityIds'),
    text('default_condition_id', 'defaultConditionId'),
    text('sub_timeline_id', 'timelineId'),
    text('timeline_exit_id', 'timelineExitId'),
    json('condition_assignments', 'conditionAssignments'),
  ],
  IN_TIMELINE,
);

/** One row an activity of a scheduled instance. */
export const SCHEDULED_ACTIVITY = table(
  'scheduled_activity',
  ({ activities }) => [
    lookup(['activity_id'], activities, { activity_name: nameOf }),
    text('activity_id', 'activity_id'),
  ],
  [...IN_TIMELINE, 'scheduled_instance_id', 'encounter_id'],
);

const encounterAt = (encounters: Named) => (instance: Json) => {
  const encounter = encounters.get(cellText(at(instance, 'encounterId')) ?? '');
  return encounter ? nameOf(encounter) : null;
};

export const TIMING = table(
  'timing',
  ({ instances, encounters }) => [
    lookup(['relativeFromScheduledInstanceId'], instances, {
      from_encounter_name: encounterAt(encounters),
    }),
    lookup(['relativeToScheduledInstanceId'], instances, {
      to_encounter_name: encounterAt(encounters),
    }),
    ...NAMED,
    code('type', 'type'),
    text('value', 'value', 'timingValue'),
    text('value_label', 'valueLabel'),
    code('relative_to_from', 'relativeToFrom', 'timingRelativeToFrom'),
    text('from_instance_id', 'relativeFromScheduledInstanceId'),
    text('to_instance_id', 'relativeToScheduledInstanceId'),
    text('window_lower', 'windowLower', 'timingWindowLower'),
    text('window_upper', 'windowUpper', 'timingWindowUpper'),
    text('window_label', 'windowLabel', 'timingWindow'),
  ],
  IN_TIMELINE,
);

/** The population of a design and its cohorts; kind tells which. */
export const POPULATION = table('population', () => [
  ...NAMED,
  text('kind', 'instanceType'),
  text('includes_healthy_subjects', 'includesHealthySubjects'),
  quantity('planned_enrollment', 'plannedEnrollmentNumber'),
  quantity('planned_completion', 'plannedCompletionNumber'),
  codes('planned_sex', 'plannedSex'),
  quantity('planned_age', 'plannedAge'),
  ids('criterion_ids', 'criterionIds'),
]);

export const ELIGIBILITY = table('eligibility_criterion', ({ criterionItems }) => [
  lookup(['criterionItemId'], criterionItems, {
    item_name: nameOf,
    item_text: (item) => cellText(at(item, 'text')),
  }),
  ...NAMED,
  text('identifier', 'identifier'),
  code('category', 'category'),
  text('text', 'text'),
  text('criterion_item_id', 'criterionItemId'),
  ...ORDER,
]);

export const OBJECTIVE = table('objective', () => [
  ...NAMED,
  text('text', 'text'),
  code('level', 'level'),
]);

export const ENDPOINT = table(
  'endpoint',
  () => [...NAMED, text('text', 'text'), text('purpose', 'purpose'), code('level', 'level')],
  [...KEYS, 'objective_id'],
);
