import { type Cell, type Field, json, text } from '../field.ts';
import { cellText, type Json } from '../json-tree.ts';
import { at, items } from '../pluck.ts';
import { type Child, child } from './child.ts';
import { identifierOf } from './common.ts';
import { choice, coded, period, reference } from './field.ts';
import { versionOf } from './version.ts';

const codeOf = (concept: Json | undefined): Cell =>
  cellText(at(concept, 'coding', 0, 'code')) ?? cellText(at(concept, 'text'));

const registered: Field = {
  columns: ['nct_id'],
  take: (study) => [identifierOf(study, /clinicaltrials\.gov|2\.16\.840\.1\.113883\.3\.1077/i)],
};

/** R4 tells the study's progress by `status`; R5 by the last `progressStatus` that has actually begun and not ended. */
const progressState: Field = {
  columns: ['progress_state'],
  take: (study) => {
    const actual = items(study, 'progressStatus').filter(
      (each) => cellText(at(each, 'actual')) !== 'false',
    );
    const open = actual.filter((each) => cellText(at(each, 'period', 'end')) === null);
    const current = open.at(-1) ?? actual.at(-1);
    if (current !== undefined) return [codeOf(at(current, 'state'))];
    return [versionOf(study)?.startsWith('4') ? cellText(at(study, 'status')) : null];
  },
};

const SPONSOR_ROLES = ['sponsor', 'lead-sponsor'];

/** The sponsor's name: R4's reference or R5's associated party in the role of sponsor. */
const sponsorName: Field = {
  columns: ['sponsor_name'],
  take: (study) => {
    const party = items(study, 'associatedParty').find((each) =>
      SPONSOR_ROLES.includes(codeOf(at(each, 'role')) ?? ''),
    );
    return [
      cellText(at(study, 'sponsor', 'display')) ??
        cellText(at(party, 'name')) ??
        cellText(at(party, 'party', 'display')),
    ];
  },
};

/** Fields that look at a child's items and leave them where they are. */
export const STUDY_SUMMARY: readonly Field[] = [registered, progressState, sponsorName];

export const RESEARCH_STUDY: readonly Field[] = [
  text('status', 'status'),
  text('name', 'name'),
  text('title', 'title'),
  text('version', 'version'),
  text('url', 'url'),
  text('date', 'date'),
  coded('phase', 'phase'),
  coded('primary_purpose', 'primaryPurposeType'),
  coded('category', 'category', 'classifier'),
  coded('study_design', 'studyDesign'),
  coded('condition', 'condition'),
  period('period', 'period'),
  reference('sponsor', 'sponsor'),
  reference('principal_investigator', 'principalInvestigator'),
  reference('part_of', 'partOf'),
  coded('reason_stopped', 'reasonStopped', 'whyStopped'),
  text('recruitment_target_number', 'recruitment.targetNumber'),
  text('recruitment_actual_number', 'recruitment.actualNumber'),
  reference('recruitment_eligibility', 'recruitment.eligibility'),
  reference('recruitment_actual_group', 'recruitment.actualGroup'),
  json('enrollment', 'enrollment'),
  json('protocol', 'protocol'),
  json('description', 'description'),
  json('objective', 'objective'),
  json('contact', 'contact'),
  json('note', 'note'),
];

const OWNER = 'research_study_id';

export const RESEARCH_STUDY_CHILDREN: readonly Child[] = [
  child(
    'research_study_progress',
    ['progressStatus'],
    OWNER,
    [],
    [coded('state', 'state'), text('actual', 'actual'), period('period', 'period')],
  ),
  child('research_study_site', ['site'], OWNER, [], [reference('site', '_item', '')]),
  child(
    'research_study_party',
    ['associatedParty'],
    OWNER,
    [],
    [
      text('name', 'name'),
      coded('role', 'role'),
      period('period', 'period'),
      coded('classifier', 'classifier'),
      reference('party', 'party'),
    ],
  ),
  child(
    'research_study_arm',
    ['arm', 'comparisonGroup'],
    OWNER,
    [],
    [
      text('link_id', 'linkId'),
      text('name', 'name'),
      coded('type', 'type'),
      text('description', 'description'),
      text('target_number', 'targetNumber'),
      choice('intended_exposure', 'intendedExposure'),
      reference('observed_group', 'observedGroup'),
    ],
  ),
];
