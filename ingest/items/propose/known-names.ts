/** Names that CDASH and SDTM give the fields of forms, by canonical feed and column; the first that a form has is meant. */
export interface KnownFeed {
  readonly feed: string;
  /** Without one of these columns a form is not of the feed. */
  readonly anchors: readonly string[];
  readonly columns: Readonly<Record<string, readonly string[]>>;
  /** What labels say of fields whose names say nothing. */
  readonly labels?: Readonly<Record<string, RegExp>>;
}

/** Source: CDASHIG 2.2 and SDTMIG 3.4, variable names of AE, DS, SV, LB, EX, DM and the informed consent date. */
export const KNOWN_FEEDS: readonly KnownFeed[] = [
  {
    feed: 'adverse_event',
    anchors: ['term'],
    columns: {
      term: ['AETERM'],
      onset_date: ['AESTDAT', 'AESTDTC', 'AESTDT'],
      end_date: ['AEENDAT', 'AEENDTC', 'AEENDT'],
      serious_flag: ['AESER'],
      severity: ['AESEV', 'AETOXGR'],
      related_flag: ['AEREL'],
      outcome: ['AEOUT'],
    },
    labels: {
      term: /adverse event.*\b(term|name|description|diagnosis)\b|describe the (adverse )?event/i,
      onset_date: /\b(onset|start)( date)?\b/i,
      end_date: /\b(end|stop|resolution)( date)?\b/i,
      serious_flag: /\bserious\b/i,
      severity: /\b(severity|intensity|grade)\b/i,
      related_flag: /\b(related|causal\w*|relationship)\b/i,
      outcome: /\boutcome\b/i,
    },
  },
  {
    feed: 'disposition',
    anchors: ['reason', 'disposition_date', 'completed_flag'],
    columns: {
      completed_flag: ['DSCOMP', 'DSCOMPYN', 'COMPYN'],
      reason: ['DSDECOD', 'DSTERM'],
      disposition_date: ['DSSTDAT', 'DSSTDTC', 'DSSTDT', 'DSDAT'],
    },
  },
  {
    feed: 'subject_visit',
    anchors: ['visit_date'],
    columns: {
      visit_date: [
        'VISDAT',
        'VISITDAT',
        'SVSTDAT',
        'SVSTDTC',
        'SVDAT',
        'VISITDATE',
        'VISITDTC',
        'VISDTC',
        'VISDT',
      ],
    },
    labels: { visit_date: /\bvisit date\b|\bdate of (the )?visit\b/i },
  },
  {
    feed: 'lab_result',
    anchors: ['result'],
    columns: {
      test_code: ['LBTESTCD'],
      test_name: ['LBTEST'],
      result: ['LBORRES'],
      result_unit: ['LBORRESU'],
      collection_date: ['LBDAT', 'LBDTC', 'LBDT'],
      category: ['LBCAT'],
      specimen: ['LBSPEC'],
      reference_low: ['LBORNRLO'],
      reference_high: ['LBORNRHI'],
      abnormal: ['LBNRIND', 'LBCLSIG'],
      toxicity_grade: ['LBTOXGR'],
    },
  },
  {
    feed: 'vital_sign',
    anchors: ['result'],
    columns: {
      test_code: ['VSTESTCD'],
      test_name: ['VSTEST'],
      result: ['VSORRES'],
      result_unit: ['VSORRESU'],
      measured_date: ['VSDAT', 'VSDTC', 'VSDT'],
      body_position: ['VSPOS'],
    },
  },
  {
    feed: 'exposure',
    anchors: ['start_date'],
    columns: {
      start_date: ['EXSTDAT', 'EXSTDTC', 'EXSTDT', 'EXDAT'],
      end_date: ['EXENDAT', 'EXENDTC', 'EXENDT'],
      treatment_name: ['EXTRT'],
    },
  },
  {
    feed: 'consent',
    anchors: ['consent_date'],
    columns: {
      consent_date: ['RFICDAT', 'RFICDTC', 'ICDAT', 'ICDTC', 'ICDT', 'CONSENTDAT', 'CONSDAT'],
    },
    labels: { consent_date: /\b(informed )?consent\b/i },
  },
  {
    feed: 'demographics',
    anchors: ['sex', 'race', 'ethnicity'],
    columns: { sex: ['SEX'], race: ['RACE'], ethnicity: ['ETHNIC'], age: ['AGE'] },
  },
];

/** Tests that wide laboratory forms have a field of their own for. Source: CDISC terminology, LBTESTCD. */
export const LABORATORY_TESTS: ReadonlySet<string> = new Set([
  ...[
    'ALB',
    'ALP',
    'ALT',
    'AST',
    'BASO',
    'BICARB',
    'BILI',
    'BILDIR',
    'BUN',
    'CA',
    'CHOL',
    'CK',
    'CL',
    'CREAT',
  ],
  ...[
    'CRP',
    'EOS',
    'FERRITIN',
    'GGT',
    'GLUC',
    'HBA1C',
    'HCG',
    'HCT',
    'HDL',
    'HGB',
    'INR',
    'K',
    'LDH',
    'LDL',
  ],
  ...[
    'LYM',
    'MCH',
    'MCHC',
    'MCV',
    'MONO',
    'NEUT',
    'PHOS',
    'PLAT',
    'PROT',
    'PT',
    'RBC',
    'SODIUM',
    'TRIG',
    'TSH',
  ],
  ...['URATE', 'UREAN', 'WBC'],
]);

/** Measurements that vital signs forms have a field of their own for. Source: CDISC terminology, VSTESTCD. */
export const VITAL_SIGNS: ReadonlySet<string> = new Set([
  'SYSBP',
  'DIABP',
  'PULSE',
  'HR',
  'RESP',
  'TEMP',
  'OXYSAT',
  'WEIGHT',
  'HEIGHT',
  'BMI',
]);

/** What a name may mean: itself, and what follows the last point or underscore of it. */
export const meaningsOf = (name: string): readonly string[] => {
  const upper = name.toUpperCase();
  const parts = [upper, upper.split('.').at(-1) ?? '', upper.split(/[._]/).at(-1) ?? ''];
  return [...new Set([...parts, ...parts.map((part) => part.replace(/[^A-Z0-9]/g, ''))])];
};
