import { CONTEXT, LEVELS, type Level } from './context.ts';

/** A place in a row: an index of CONTEXT, or CONTEXT.length plus an index of the row's own cells. */
type Slot = number;

/** What an element within another means. */
export type Child =
  /** A row, or a level, of its own. */
  | { readonly kind: 'element'; readonly element: Element }
  /** Its text is a cell; of several the first, unless `isEach` makes a row of each. */
  | {
      readonly kind: 'text';
      readonly slot: Slot;
      readonly isEach: boolean;
      readonly cells: ReadonlyMap<string, Slot>;
    }
  /** One of its attributes is a cell. */
  | { readonly kind: 'attribute'; readonly attribute: string; readonly slot: Slot }
  /** Its children count as those of the element around it, and its attributes as cells named here. */
  | {
      readonly kind: 'through';
      readonly cells: ReadonlyMap<string, Slot>;
      readonly children: Children;
    };

export type Children = ReadonlyMap<string, Child>;

/** How one element is read. */
export interface Element {
  /** Its table, where it makes rows. */
  readonly table: string | undefined;
  /** Context that it sets for all within. */
  readonly level: Level | undefined;
  /** How much of the context its rows hold. */
  readonly depth: number;
  readonly own: readonly string[];
  /** Its own cells where none is given. */
  readonly none: readonly undefined[];
  readonly cells: ReadonlyMap<string, Slot>;
  readonly children: Map<string, Child>;
  /** Its text is the cell, as in typed ItemData. */
  readonly text: Slot | undefined;
  /** Fixed cells. */
  readonly constants: readonly (readonly [Slot, string])[];
  /** Its rows wait for the element around it, and take the audit record of that where they have none. */
  readonly isAudited: boolean;
  /** What it does beyond its cells: a name in ROLES. */
  readonly role: string;
  /** Whether elements within that no table knows are rows of `other`, and not JSON in the row of this one. */
  readonly spills: boolean;
  /** The element that it is where its OID is that of a form. */
  readonly asForm: Element | undefined;
}

/** Columns that every table of data ends with. */
export const AUDIT = [
  'edit_point',
  'used_method',
  'audit_user_oid',
  'audit_location_oid',
  'audit_datetime',
  'audit_reason',
  'audit_source_id',
  'audit_record_id',
] as const;

/** Columns that every table ends with. */
export const END = ['transaction_type', 'sequence_in_file', 'ext'] as const;

/** How a table of element definitions writes a child; cells are named by their columns. */
export type Written =
  | Element
  | {
      readonly text: string;
      readonly isEach?: boolean;
      readonly cells?: Readonly<Record<string, string>>;
    }
  | { readonly attribute: string; readonly to: string }
  | {
      readonly through: Readonly<Record<string, Written>>;
      readonly cells?: Readonly<Record<string, string>>;
    };

interface Definition {
  readonly table?: string;
  readonly role?: string;
  readonly level?: Level;
  /** Level down to which rows hold the context; default its own. */
  readonly within?: Level;
  readonly columns?: readonly string[];
  /** Whether rows have the columns of AUDIT and may hold an AuditRecord. */
  readonly audit?: boolean;
  readonly isAudited?: boolean;
  /** Attribute: column, or '' where it repeats what stands in the context. */
  readonly cells?: Readonly<Record<string, string>>;
  readonly constants?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly asForm?: Element;
  readonly spills?: boolean;
  readonly children?: Readonly<Record<string, Written>>;
}

export const AUDIT_RECORD = {
  cells: {
    ID: 'audit_record_id',
    EditPoint: 'edit_point',
    UsedImputationMethod: 'used_method',
    UsedMethod: 'used_method',
  },
  through: {
    UserRef: { attribute: 'UserOID', to: 'audit_user_oid' },
    LocationRef: { attribute: 'LocationOID', to: 'audit_location_oid' },
    DateTimeStamp: { text: 'audit_datetime' },
    ReasonForChange: { text: 'audit_reason' },
    SourceID: { text: 'audit_source_id' },
  },
} as const;

/** The place of what is said elsewhere already, and so goes nowhere. */
export const SAID = -1;

const NAMES: readonly string[] = CONTEXT;

const slotOf = (own: readonly string[], column: string): Slot => {
  if (column === '') return SAID;
  const inOwn = own.indexOf(column);
  if (inOwn >= 0) return CONTEXT.length + inOwn;
  const inContext = NAMES.indexOf(column);
  if (inContext < 0) throw new Error(`no column ${column}`);
  return inContext;
};

const slots = (
  own: readonly string[],
  cells: Readonly<Record<string, string>>,
): ReadonlyMap<string, Slot> =>
  new Map(Object.entries(cells).map(([attribute, column]) => [attribute, slotOf(own, column)]));

const childOf = (own: readonly string[], written: Written): Child => {
  if ('through' in written) {
    return {
      kind: 'through',
      cells: slots(own, written.cells ?? {}),
      children: childrenOf(own, written.through),
    };
  }
  if ('attribute' in written) {
    return { kind: 'attribute', attribute: written.attribute, slot: slotOf(own, written.to) };
  }
  if ('role' in written) return { kind: 'element', element: written };
  return {
    kind: 'text',
    slot: slotOf(own, written.text),
    isEach: written.isEach ?? false,
    cells: slots(own, written.cells ?? {}),
  };
};

const childrenOf = (
  own: readonly string[],
  written: Readonly<Record<string, Written>>,
): Map<string, Child> =>
  new Map(Object.entries(written).map(([name, child]) => [name, childOf(own, child)]));

/** One element of a definition, its columns resolved to places. */
export const element = (definition: Definition): Element => {
  const hasAudit = definition.audit ?? false;
  const own = [...(definition.columns ?? []), ...(hasAudit ? AUDIT : []), ...END];
  const cells = {
    TransactionType: 'transaction_type',
    ...(hasAudit ? { AuditRecordID: 'audit_record_id' } : {}),
    ...definition.cells,
  };
  const children = { ...(hasAudit ? { AuditRecord: AUDIT_RECORD } : {}), ...definition.children };
  return {
    table: definition.table,
    role: definition.role ?? '',
    level: definition.level,
    depth: (definition.within ?? definition.level ?? LEVELS.file).to,
    own,
    none: own.map(() => undefined),
    cells: slots(own, cells),
    children: childrenOf(own, children),
    text: definition.text === undefined ? undefined : slotOf(own, definition.text),
    constants: Object.entries(definition.constants ?? {}).map(([column, value]) => [
      slotOf(own, column),
      value,
    ]),
    isAudited: definition.isAudited ?? false,
    spills: definition.spills ?? false,
    asForm: definition.asForm,
  };
};

/** Elements that no table knows, from where an element may hold very many of them: each as JSON. */
export const OTHER = element({
  table: 'other',
  within: LEVELS.clinical,
  columns: ['element', 'oid', 'name'],
});

/** A subject, event, form or item group that is removed with all that it held. */
export const REMOVED = element({ table: 'removed', within: LEVELS.itemGroup, audit: true });
