import { CLINICAL } from './clinical.ts';
import { LEVELS } from './context.ts';
import { type Element, element, type Written } from './element.ts';

const VERSION = LEVELS.version;

/** Text in several languages: the first is the cell, the others go to `ext`. */
const translated = (column: string, language?: string): Written => ({
  through: {
    TranslatedText: {
      text: column,
      cells: {
        ...(language === undefined
          ? {}
          : { '{http://www.w3.org/XML/1998/namespace}lang': language }),
      },
    },
  },
});

/** A reference from one definition to another; `from` is the OID of the definition around it. */
const reference = (attribute: string, kind: string): Element =>
  element({
    table: 'reference',
    role: 'reference',
    within: VERSION,
    columns: [
      'kind',
      'from_oid',
      'to_oid',
      'order_number',
      'mandatory',
      'key_sequence',
      'item_role',
    ],
    constants: { kind },
    cells: {
      [attribute]: 'to_oid',
      OrderNumber: 'order_number',
      Mandatory: 'mandatory',
      KeySequence: 'key_sequence',
      Role: 'item_role',
    },
  });

const eventRef = reference('StudyEventOID', 'event');
const eventGroupRef = reference('StudyEventGroupOID', 'event_group');
const formRef = reference('FormOID', 'form');
const itemGroupRef = reference('ItemGroupOID', 'item_group');
const itemRef = reference('ItemOID', 'item');

const REFERENCES: Readonly<Record<string, Written>> = {
  StudyEventRef: eventRef,
  StudyEventGroupRef: eventGroupRef,
  FormRef: formRef,
  ItemGroupRef: itemGroupRef,
  ItemRef: itemRef,
};

const eventDefinition = element({
  table: 'event_def',
  within: VERSION,
  columns: ['oid', 'name', 'repeating', 'type', 'category', 'description'],
  cells: { OID: 'oid', Name: 'name', Repeating: 'repeating', Type: 'type', Category: 'category' },
  children: { ...REFERENCES, Description: translated('description') },
});

const eventGroupDefinition = element({
  table: 'event_group_def',
  within: VERSION,
  columns: ['oid', 'name', 'description'],
  cells: { OID: 'oid', Name: 'name' },
  children: { ...REFERENCES, Description: translated('description') },
});

const formDefinition = element({
  table: 'form_def',
  within: VERSION,
  columns: ['oid', 'name', 'repeating', 'description'],
  cells: { OID: 'oid', Name: 'name', Repeating: 'repeating' },
  children: { ...REFERENCES, Description: translated('description') },
});

const itemGroupDefinition = element({
  table: 'item_group_def',
  role: 'itemGroupDefinition',
  within: VERSION,
  columns: ['oid', 'name', 'repeating', 'type', 'domain', 'dataset', 'description'],
  cells: {
    OID: 'oid',
    Name: 'name',
    Repeating: 'repeating',
    Type: 'type',
    Domain: 'domain',
    SASDatasetName: 'dataset',
    DatasetName: 'dataset',
  },
  children: { ...REFERENCES, Description: translated('description') },
});

const itemDefinition = element({
  table: 'item_def',
  within: VERSION,
  columns: [
    'oid',
    'name',
    'data_type',
    'length',
    'significant_digits',
    'variable',
    'question',
    'description',
    'code_list_oid',
    'measurement_unit_oid',
  ],
  cells: {
    OID: 'oid',
    Name: 'name',
    DataType: 'data_type',
    Length: 'length',
    SignificantDigits: 'significant_digits',
    SDSVarName: 'variable',
    'redcap:Variable': 'variable',
  },
  children: {
    Question: translated('question'),
    Description: translated('description'),
    CodeListRef: { attribute: 'CodeListOID', to: 'code_list_oid' },
    MeasurementUnitRef: { attribute: 'MeasurementUnitOID', to: 'measurement_unit_oid' },
  },
});

const codeListItem = (kind: string): Element =>
  element({
    table: 'code_list_item',
    role: 'codeListItem',
    within: VERSION,
    columns: [
      'code_list_oid',
      'code_list_name',
      'kind',
      'coded_value',
      'decode',
      'language',
      'rank',
      'order_number',
    ],
    constants: { kind },
    cells: { CodedValue: 'coded_value', Rank: 'rank', OrderNumber: 'order_number' },
    children: { Decode: translated('decode', 'language') },
  });

const codeList = element({
  table: 'code_list',
  within: VERSION,
  columns: ['oid', 'name', 'data_type', 'dictionary', 'dictionary_version'],
  cells: { OID: 'oid', Name: 'name', DataType: 'data_type' },
  children: {
    CodeListItem: codeListItem('item'),
    EnumeratedItem: codeListItem('enumerated'),
    ExternalCodeList: {
      cells: { Dictionary: 'dictionary', Version: 'dictionary_version' },
      through: {},
    },
  },
});

const metadataVersion = element({
  table: 'metadata_version',
  role: 'metadataVersion',
  spills: true,
  level: VERSION,
  columns: ['name', 'description', 'included_study_oid', 'included_version_oid'],
  cells: { OID: 'metadata_version_oid', Name: 'name', Description: 'description' },
  children: {
    Include: {
      cells: { StudyOID: 'included_study_oid', MetaDataVersionOID: 'included_version_oid' },
      through: {},
    },
    Description: translated('description'),
    Protocol: { through: { ...REFERENCES, Description: translated('description') } },
    StudyEventDef: eventDefinition,
    StudyEventGroupDef: eventGroupDefinition,
    FormDef: formDefinition,
    ItemGroupDef: itemGroupDefinition,
    ItemDef: itemDefinition,
    CodeList: codeList,
  },
});

const measurementUnit = element({
  table: 'measurement_unit',
  within: LEVELS.study,
  columns: ['oid', 'name', 'symbol', 'language'],
  cells: { OID: 'oid', Name: 'name' },
  children: { Symbol: translated('symbol', 'language') },
});

/** Studies and what they define; definitions that no table knows are JSON in `ext` of their metadata version. */
export const METADATA: Readonly<Record<string, Written>> = {
  Study: element({
    table: 'study',
    spills: true,
    level: LEVELS.study,
    columns: ['study_name', 'study_description', 'protocol_name', 'included_study_oid'],
    cells: { OID: 'study_oid', StudyName: 'study_name', ProtocolName: 'protocol_name' },
    children: {
      Description: translated('study_description'),
      GlobalVariables: {
        through: {
          StudyName: { text: 'study_name' },
          StudyDescription: { text: 'study_description' },
          ProtocolName: { text: 'protocol_name' },
        },
      },
      BasicDefinitions: { through: { MeasurementUnit: measurementUnit } },
      MetaDataVersion: metadataVersion,
      // Some producers close Study only after the data.
      ...CLINICAL,
    },
  }),
};
