import type { XmlElement } from '../xml/tree.ts';
import { find, findAll, type Held, held, isCoded, textIn, textOf } from './query.ts';

const OBSERVATION = 19;

/** Reactions of a case, in order. */
export const reactionsIn = (role: XmlElement | undefined): readonly XmlElement[] =>
  findAll(role, 'subjectOf2', 'observation').filter((each) => isCoded(each, OBSERVATION, '29'));

const related = (reaction: XmlElement, code: string): XmlElement | undefined =>
  findAll(reaction, 'outboundRelationship2', 'observation').find((each) =>
    isCoded(each, OBSERVATION, code),
  );

/** E.i.3.2: criteria of seriousness, by column, with the ICH code of the observation. */
export const SERIOUSNESS = {
  results_in_death: '34',
  life_threatening: '21',
  hospitalisation: '33',
  disabling: '35',
  congenital_anomaly: '12',
  other_medically_important: '26',
} as const;

const WORDS: Readonly<Record<string, string>> = {
  results_in_death: 'death',
  disabling: 'disability',
  other_medically_important: 'other',
};

/** A time interval's bound, also where it stands inside an expression of several. */
const bound = (node: XmlElement | undefined, side: string): Held => {
  const time = find(node, 'effectiveTime');
  const own = find(time, side);
  const nested = findAll(time, 'comp', side)[0];
  return held(own ?? nested ?? (side === 'low' ? time : undefined));
};

export const startOf = (node: XmlElement | undefined): Held => bound(node, 'low');
export const endOf = (node: XmlElement | undefined): Held => bound(node, 'high');
export const widthOf = (node: XmlElement | undefined, attribute: string): Held => ({
  element: bound(node, 'width').element,
  attribute,
});

/** Section E of one reaction. */
export const reactionOf = (reaction: XmlElement) => {
  const value = find(reaction, 'value');
  const original = find(value, 'originalText');
  const answer = (code: string): Held => held(find(related(reaction, code), 'value'));
  const place = find(reaction, 'location', 'locatedEntity', 'locatedPlace', 'code');
  return {
    reaction_id: held(find(reaction, 'id'), 'root'),
    term: textIn(original),
    term_language: held(original, 'language'),
    term_translation: textIn(find(related(reaction, '30'), 'value')),
    meddra_version: held(value, 'codeSystemVersion'),
    meddra_code: held(value, 'code'),
    term_highlighted: held(find(related(reaction, '37'), 'value'), 'code'),
    results_in_death: answer(SERIOUSNESS.results_in_death),
    life_threatening: answer(SERIOUSNESS.life_threatening),
    hospitalisation: answer(SERIOUSNESS.hospitalisation),
    disabling: answer(SERIOUSNESS.disabling),
    congenital_anomaly: answer(SERIOUSNESS.congenital_anomaly),
    other_medically_important: answer(SERIOUSNESS.other_medically_important),
    start: startOf(reaction),
    end: endOf(reaction),
    duration: widthOf(reaction, 'value'),
    duration_unit: widthOf(reaction, 'unit'),
    outcome: held(find(related(reaction, '27'), 'value'), 'code'),
    medical_confirmation: answer('24'),
    country: held(place, 'code'),
  };
};

/** Criteria that some reaction of the case meets, in the order of E.i.3.2a to f. */
export const seriousnessOf = (reactions: readonly XmlElement[]): readonly string[] =>
  Object.entries(SERIOUSNESS)
    .filter(([, code]) =>
      reactions.some((each) => textOf(held(find(related(each, code), 'value'))) === 'true'),
    )
    .map(([column]) => WORDS[column] ?? column);
