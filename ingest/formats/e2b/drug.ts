import type { XmlElement } from '../xml/tree.ts';
import { all, codeSystem, find, findAll, held, idOf, isCoded, textIn, textOf } from './query.ts';
import { endOf, startOf } from './reaction.ts';

const OBSERVATION = 19;

const organized = (role: XmlElement | undefined, code: string): readonly XmlElement[] =>
  findAll(role, 'subjectOf2', 'organizer').filter((each) => isCoded(each, 20, code));

/** Drugs of a case, in order. */
export const drugsIn = (role: XmlElement | undefined): readonly XmlElement[] =>
  organized(role, '4').flatMap((each) => findAll(each, 'component', 'substanceAdministration'));

/** Tests and procedures of a case, in order. */
export const testsIn = (role: XmlElement | undefined): readonly XmlElement[] =>
  organized(role, '3').flatMap((each) => findAll(each, 'component', 'observation'));

export const rootOf = (node: XmlElement | undefined): string | null =>
  textOf(held(find(node, 'id'), 'root'));

/** Assessments of a case by their ICH code: 20 the drug's role, 39 causality. */
export const assessmentsIn = (
  assessment: XmlElement | undefined,
  code: string,
): readonly XmlElement[] =>
  findAll(assessment, 'component', 'causalityAssessment').filter((each) =>
    isCoded(each, OBSERVATION, code),
  );

export const drugOfAssessment = (assessment: XmlElement): string | null =>
  rootOf(find(assessment, 'subject2', 'productUseReference'));

export const reactionOfAssessment = (assessment: XmlElement): string | null =>
  rootOf(find(assessment, 'subject1', 'adverseEffectReference'));

const related = (drug: XmlElement, code: string): XmlElement | undefined =>
  findAll(drug, 'outboundRelationship2', 'observation').find((each) =>
    isCoded(each, OBSERVATION, code),
  );

const actionTaken = (drug: XmlElement): XmlElement | undefined =>
  findAll(drug, 'inboundRelationship', 'act', 'code').find(
    (each) => each.attributes.codeSystem === codeSystem(15),
  );

const indication = (drug: XmlElement): XmlElement | undefined =>
  find(
    findAll(drug, 'inboundRelationship', 'observation').find((each) =>
      isCoded(each, OBSERVATION, '19'),
    ),
    'value',
  );

/** Section G of one drug; `role` is the assessment that characterises it. */
export const drugOf = (drug: XmlElement, role: XmlElement | undefined) => {
  const kind = find(drug, 'consumable', 'instanceOfKind');
  const product = find(kind, 'kindOfProduct');
  const approval = find(product, 'asManufacturedProduct', 'subjectOf', 'approval');
  const substances = findAll(product, 'ingredient', 'ingredientSubstance', 'name');
  return {
    drug_id: held(find(drug, 'id'), 'root'),
    role: held(find(role, 'value'), 'code'),
    name: textIn(find(product, 'name')),
    product_code: held(find(product, 'code'), 'code'),
    product_code_system: held(find(product, 'code'), 'codeSystem'),
    product_code_version: held(find(product, 'code'), 'codeSystemVersion'),
    substances: substances.map((each) => each.text.trim()).join('; ') || null,
    obtained_country: textIn(
      find(
        kind,
        'subjectOf',
        'productEvent',
        'performer',
        'assignedEntity',
        'representedOrganization',
        'addr',
        'country',
      ),
    ),
    investigational_product_blinded: held(find(related(drug, '6'), 'value')),
    authorisation_number: held(idOf(approval, 4), 'extension'),
    authorisation_country: held(
      find(approval, 'author', 'territorialAuthority', 'territory', 'code'),
      'code',
    ),
    authorisation_holder: textIn(find(approval, 'holder', 'role', 'playingOrganization', 'name')),
    action_taken: held(actionTaken(drug), 'code'),
    indication: textIn(find(indication(drug), 'originalText')),
    indication_meddra_version: held(indication(drug), 'codeSystemVersion'),
    indication_meddra_code: held(indication(drug), 'code'),
  };
};

/** Dosages of one drug, in order. */
export const dosagesIn = (drug: XmlElement): readonly XmlElement[] =>
  findAll(drug, 'outboundRelationship2', 'substanceAdministration');

/** Section G.k.4 of one dosage. */
export const dosageOf = (dosage: XmlElement) => {
  const kind = find(dosage, 'consumable', 'instanceOfKind');
  const route = find(dosage, 'routeCode');
  const form = find(kind, 'kindOfProduct', 'formCode');
  return {
    dose: held(find(dosage, 'doseQuantity')),
    dose_unit: held(find(dosage, 'doseQuantity'), 'unit'),
    start: startOf(dosage),
    end: endOf(dosage),
    lot_number: textIn(find(kind, 'productInstanceInstance', 'lotNumberText')),
    dosage_text: textIn(find(dosage, 'text')),
    dose_form: textIn(find(form, 'originalText')),
    dose_form_code: held(form, 'code'),
    route: textIn(find(route, 'originalText')),
    route_code: held(route, 'code'),
  };
};

/** Section G.k.9.i.2 of one assessment. */
export const causalityOf = (assessment: XmlElement) => {
  const value = find(assessment, 'value');
  const author = find(assessment, 'author', 'assignedEntity', 'code');
  const isText = value?.attributes.code === undefined;
  return {
    reaction_id: reactionOfAssessment(assessment),
    drug_id: drugOfAssessment(assessment),
    source: textIn(find(author, 'originalText')),
    method: textIn(find(assessment, 'methodCode', 'originalText')),
    result: isText ? textIn(value) : held(value, 'code'),
  };
};

/** Section F of one test. */
export const testOf = (test: XmlElement) => {
  const code = find(test, 'code');
  const value = find(test, 'value');
  const center = find(value, 'center');
  const ranges = findAll(test, 'referenceRange', 'observationRange');
  const limit = (letter: string) =>
    find(
      ranges.find((each) => find(each, 'interpretationCode')?.attributes.code === letter),
      'value',
    );
  const measured = center ?? value;
  return {
    test_date: held(find(test, 'effectiveTime')),
    test_name: textIn(find(code, 'originalText')),
    meddra_version: held(code, 'codeSystemVersion'),
    meddra_code: held(code, 'code'),
    result_code: held(find(test, 'interpretationCode'), 'code'),
    result: held(measured),
    result_unit: held(measured, 'unit'),
    result_above: held(find(value, 'low')),
    result_below: held(find(value, 'high')),
    result_text: textIn(all(test, 'value')[0]),
    normal_low: held(limit('L')),
    normal_high: held(limit('H')),
  };
};
