import type { RowSink } from '../reader.ts';
import type { XmlElement } from '../xml/tree.ts';
import {
  assessmentsIn,
  causalityOf,
  dosageOf,
  dosagesIn,
  drugOf,
  drugOfAssessment,
  drugsIn,
  rootOf,
  testOf,
  testsIn,
} from './drug.ts';
import { patientOf, studyOf } from './patient.ts';
import {
  all,
  cellsOf,
  codeSystem,
  find,
  findAll,
  type Held,
  held,
  idOf,
  isCoded,
  NO_ELEMENT,
  textIn,
  textOf,
} from './query.ts';
import { reactionOf, reactionsIn, seriousnessOf } from './reaction.ts';
import { reporterOf, reportersIn } from './reporter.ts';

/** What the batch says before its messages. */
export interface Batch {
  readonly number: string | null;
  readonly transmitted: string | null;
}

/** A characteristic of the report: 1 its type, 3 nullification or amendment, 4 the reason for that. */
const characteristic = (event: XmlElement | undefined, code: string): XmlElement | undefined =>
  find(
    findAll(event, 'subjectOf2', 'investigationCharacteristic').find((each) =>
      isCoded(each, 23, code),
    ),
    'value',
  );

const observed = (event: XmlElement | undefined, code: string): XmlElement | undefined =>
  find(
    findAll(event, 'component', 'observationEvent').find((each) => isCoded(each, 19, code)),
    'value',
  );

const codedIn = (nodes: readonly XmlElement[], system: number): XmlElement | undefined =>
  nodes
    .flatMap((each) => all(each, 'code'))
    .find((each) => each.attributes.codeSystem === codeSystem(system));

const lengthOf = (nodes: readonly XmlElement[]): string | null => {
  const length = nodes.reduce((sum, each) => sum + each.text.length + each.uncollected, 0);
  return length > 0 ? String(length) : null;
};

const documentsIn = (event: XmlElement | undefined): readonly XmlElement[] =>
  findAll(event, 'reference', 'document', 'text');

const partsOf = (message: XmlElement) => {
  const act = find(message, 'controlActProcess');
  const event = find(act, 'subject', 'investigationEvent');
  const assessment = findAll(event, 'component', 'adverseEventAssessment')[0];
  return { act, event, assessment, role: find(assessment, 'subject1', 'primaryRole') };
};

/** What leads every row of a case. */
const keyOf = (message: XmlElement) => {
  const { event } = partsOf(message);
  return {
    case_id: held(idOf(event, 1), 'extension'),
    worldwide_case_id: held(idOf(event, 2), 'extension'),
    message_id: held(idOf(message, 1), 'extension'),
  };
};

const first = (name: string, row: Readonly<Record<string, Held>>, key: string) => ({
  [name]: row[key] ?? null,
});

const firstReaction = (reactions: readonly XmlElement[]) => {
  const row = reactionOf(reactions[0] ?? NO_ELEMENT);
  return {
    ...first('reaction_term', row, 'term'),
    ...first('reaction_meddra_version', row, 'meddra_version'),
    ...first('reaction_meddra_code', row, 'meddra_code'),
    ...first('reaction_start', row, 'start'),
    ...first('reaction_end', row, 'end'),
    ...first('reaction_outcome', row, 'outcome'),
  };
};

/** Sections N.2, C, D and the summary of E to H: one row a message. Narrative and comments are told by length alone. */
const caseOf = (message: XmlElement, batch: Batch) => {
  const { act, event, assessment, role } = partsOf(message);
  const reactions = reactionsIn(role);
  const reporters = reportersIn(event).map(reporterOf);
  const main = reporters.find((each) => textOf(each.is_primary) === '1') ?? reporters[0];
  const senders = findAll(event, 'subjectOf1', 'controlActEvent', 'author', 'assignedEntity');
  const sender = senders.find((each) => codedIn([each], 7) !== undefined);
  const firstSenders = findAll(
    event,
    'outboundRelationship',
    'relatedInvestigation',
    'subjectOf2',
    'controlActEvent',
    'author',
    'assignedEntity',
  );
  const criteria = seriousnessOf(reactions);
  const documents = documentsIn(event);
  const comments = findAll(assessment, 'component1', 'observationEvent')
    .filter((each) => isCoded(each, 19, '10'))
    .flatMap((each) => all(each, 'value'));
  return {
    ...keyOf(message),
    batch_number: batch.number,
    batch_transmitted: batch.transmitted,
    message_created: held(find(message, 'creationTime')),
    message_sender: held(idOf(find(message, 'sender', 'device'), 11), 'extension'),
    message_receiver: held(idOf(find(message, 'receiver', 'device'), 12), 'extension'),
    date_of_creation: held(find(act, 'effectiveTime')),
    report_type: held(characteristic(event, '1'), 'code'),
    first_received: held(find(event, 'effectiveTime', 'low')),
    most_recent_information: held(find(event, 'availabilityTime')),
    additional_documents: held(observed(event, '1')),
    expedited: held(observed(event, '23')),
    first_sender: held(codedIn(firstSenders, 3), 'code'),
    nullification_amendment: held(characteristic(event, '3'), 'code'),
    nullification_amendment_reason: textIn(find(characteristic(event, '4'), 'originalText')),
    sender_type: held(codedIn(sender ? [sender] : [], 7), 'code'),
    sender_organization: textIn(
      find(
        sender,
        'representedOrganization',
        'assignedEntity',
        'representedOrganization',
        'name',
      ) ?? find(sender, 'representedOrganization', 'name'),
    ),
    reporter_country: main?.country ?? null,
    reporter_qualification: main?.qualification ?? null,
    ...studyOf(role),
    ...patientOf(role),
    ...firstReaction(reactions),
    is_serious: reactions.length > 0 ? String(criteria.length > 0) : null,
    seriousness_criteria: criteria.join('; ') || null,
    reactions: String(reactions.length),
    drugs: String(drugsIn(role).length),
    documents: String(documents.length),
    documents_length: lengthOf(documents),
    narrative_length: lengthOf(all(event, 'text')),
    comments_length: lengthOf(comments),
  };
};

const columnsOf = (row: Readonly<Record<string, unknown>>): readonly string[] => [
  ...Object.keys(row),
  'null_flavors',
];

const KEY = keyOf(NO_ELEMENT);
const PLACE = { ...KEY, sequence: null };

/** Tables of a batch of cases, rows led by the case's ids. */
export const CASE_TABLES = [
  {
    name: 'batch',
    columns: ['batch_number', 'batch_transmitted', 'batch_sender', 'batch_receiver', 'messages'],
  },
  { name: 'case', columns: columnsOf(caseOf(NO_ELEMENT, { number: null, transmitted: null })) },
  { name: 'primary_source', columns: columnsOf({ ...PLACE, ...reporterOf(NO_ELEMENT) }) },
  { name: 'reaction', columns: columnsOf({ ...PLACE, ...reactionOf(NO_ELEMENT) }) },
  { name: 'drug', columns: columnsOf({ ...PLACE, ...drugOf(NO_ELEMENT, undefined) }) },
  {
    name: 'drug_dosage',
    columns: columnsOf({ ...PLACE, drug_id: null, ...dosageOf(NO_ELEMENT) }),
  },
  { name: 'drug_reaction', columns: columnsOf({ ...PLACE, ...causalityOf(NO_ELEMENT) }) },
  { name: 'test_result', columns: columnsOf({ ...PLACE, ...testOf(NO_ELEMENT) }) },
] as const;

/** Rows of one message (PORR_IN049016UV). A message without a case id is refused, told by its place. */
export const writeCase = (
  message: XmlElement,
  batch: Batch,
  place: number,
  sink: RowSink,
): void => {
  const key = keyOf(message);
  if (textOf(key.case_id) === null) {
    sink.refuse('case', 'malformed_row', JSON.stringify({ message: place, missing: 'C.1.1' }));
    return;
  }
  const { event, assessment, role } = partsOf(message);
  const write = (table: string, rows: readonly Readonly<Record<string, Held | string | null>>[]) =>
    rows.forEach((row, index) => {
      sink.write(table, cellsOf({ ...key, sequence: String(index + 1), ...row }));
    });
  const drugs = drugsIn(role);
  const roles = assessmentsIn(assessment, '20');
  sink.write('case', cellsOf(caseOf(message, batch)));
  write('primary_source', reportersIn(event).map(reporterOf));
  write('reaction', reactionsIn(role).map(reactionOf));
  write(
    'drug',
    drugs.map((drug) =>
      drugOf(
        drug,
        roles.find((each) => drugOfAssessment(each) === rootOf(drug)),
      ),
    ),
  );
  for (const drug of drugs)
    write(
      'drug_dosage',
      dosagesIn(drug).map((dosage) => ({ drug_id: rootOf(drug), ...dosageOf(dosage) })),
    );
  write('drug_reaction', assessmentsIn(assessment, '39').map(causalityOf));
  write('test_result', testsIn(role).map(testOf));
};
