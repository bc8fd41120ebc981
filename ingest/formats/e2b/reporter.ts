import type { XmlElement } from '../xml/tree.ts';
import { all, find, held, isCoded, textIn } from './query.ts';

/** Primary sources of a case, in order. */
export const reportersIn = (event: XmlElement | undefined): readonly XmlElement[] =>
  all(event, 'outboundRelationship').filter((each) =>
    isCoded(find(each, 'relatedInvestigation'), 22, '2'),
  );

/** Section C.2.r of one source; name and contact data stand in columns of their own. */
export const reporterOf = (source: XmlElement) => {
  const author = find(source, 'relatedInvestigation', 'subjectOf2', 'controlActEvent', 'author');
  const entity = find(author, 'assignedEntity');
  const person = find(entity, 'assignedPerson');
  const name = find(person, 'name');
  const address = find(entity, 'addr');
  const organization = find(entity, 'representedOrganization');
  const outer = find(organization, 'assignedEntity', 'representedOrganization');
  return {
    is_primary: held(find(source, 'priorityNumber')),
    country: held(find(person, 'asLocatedEntity', 'location', 'code'), 'code'),
    qualification: held(find(person, 'asQualifiedEntity', 'code'), 'code'),
    title: textIn(find(name, 'prefix')),
    given_name: textIn(find(name, 'given')),
    family_name: textIn(find(name, 'family')),
    department: textIn(outer ? find(organization, 'name') : undefined),
    organization: textIn(find(outer ?? organization, 'name')),
    street: textIn(find(address, 'streetAddressLine')),
    city: textIn(find(address, 'city')),
    state: textIn(find(address, 'state')),
    postal_code: textIn(find(address, 'postalCode')),
    telecom: held(find(entity, 'telecom')),
  };
};
