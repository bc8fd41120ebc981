import type { Captured } from './capture.ts';
import { CONTEXT } from './context.ts';
import { cellOf, type Frame, setCell, type Waiting } from './frame.ts';

interface Moment {
  readonly frame: Frame;
  readonly outer: Frame | undefined;
  readonly context: (string | undefined)[];
  /** OIDs of item groups that the file's own metadata call forms. */
  readonly forms: Set<string>;
  /** Studies by the sites that include their metadata, where the vendor has a study for each site. */
  readonly parents: Map<string, string> | undefined;
}

/** What an element does beyond its cells. */
interface Role {
  readonly open?: (moment: Moment) => void;
  readonly close?: (moment: Moment) => void;
  /** Once a row that waited has the audit record of the element around it. */
  readonly settle?: (row: Waiting) => void;
  /** Own cells of each of several rows. */
  readonly rows?: (frame: Frame) => readonly (readonly (string | undefined)[])[];
}

/** Form OIDs remembered from metadata; no real study has as many. */
const FORMS = 100_000;

const step = (oid: string | undefined, repeat: string | undefined): string =>
  repeat === undefined ? (oid ?? '') : `${oid ?? ''}[${repeat}]`;

const OID = CONTEXT.indexOf('item_group_oid');
const REPEAT = CONTEXT.indexOf('item_group_repeat_key');
const PATH = CONTEXT.indexOf('item_group_path');

const GONE = new Set(['removed', 'auto-removed']);

/** OpenClinica keeps removed subjects and forms in its extract, and says so of them in their status. */
const byStatus = (column: string): Role => ({
  open: ({ frame }) => {
    if (GONE.has(cellOf(frame, column) ?? '')) frame.transaction = 'Remove';
  },
});

/** The path names the outer groups and itself, where there are any, as ODM 2.0 may have. */
const itemGroup: Role = {
  open: ({ frame, context }) => {
    // So it does of removed groups, in words of their own.
    if (cellOf(frame, 'removed') === 'Yes') frame.transaction = 'Remove';
    const { saved } = frame;
    if (!saved) return;
    const outer = saved[PATH - OID] ?? step(saved[0], saved[REPEAT - OID]);
    context[PATH] = `${outer}/${step(context[OID], context[REPEAT])}`;
  },
};

const item: Role = {
  close: ({ frame }) => {
    const isGiven = frame.values !== undefined || cellOf(frame, 'value') !== undefined;
    setCell(frame, 'value_given', isGiven ? 'Yes' : 'No');
    const isStated =
      isGiven || cellOf(frame, 'is_null') === 'Yes' || frame.transaction === 'Remove';
    setCell(frame, 'value_stated', isStated ? 'Yes' : 'No');
  },
  rows: (frame) => {
    const value = frame.element.own.indexOf('value');
    const index = frame.element.own.indexOf('value_index');
    return (frame.values ?? []).map((given, at) => {
      const own = [...frame.own];
      own[value] = given;
      own[index] = String(at + 1);
      return own;
    });
  },
};

/** ODM 2.0 defines a form as an item group of type Form, so its data are an item group too. */
const itemGroupDefinition: Role = {
  close: ({ frame, forms }) => {
    const oid = cellOf(frame, 'oid');
    if (cellOf(frame, 'type') === 'Form' && oid !== undefined && forms.size < FORMS) forms.add(oid);
  },
};

const STUDY = CONTEXT.indexOf('study_oid');
const STUDY_CODE = CONTEXT.indexOf('study_code');

/** A study that includes another one's metadata may be a site of it. */
const metadataVersion: Role = {
  close: ({ frame, outer, context, parents }) => {
    const oid = context[STUDY];
    const included = cellOf(frame, 'included_study_oid');
    if (!outer || oid === undefined || included === undefined) return;
    setCell(outer, 'included_study_oid', included);
    if (!parents || parents.size >= FORMS || included === oid) return;
    parents.set(oid, included);
    context[STUDY_CODE] = included;
  },
};

/** Column that tells when a query came to a status. */
const REACHED: Readonly<Record<string, string>> = {
  open: 'created_date',
  answered: 'answered_date',
  closed: 'closed_date',
  cancelled: 'closed_date',
};

/** A query's event in Rave happened when its audit record says. */
const queryEvent: Role = {
  settle: ({ element, own }) => {
    const at = (column: string): number => element.own.indexOf(column);
    const column = REACHED[own[at('query_status')]?.toLowerCase() ?? ''];
    if (column !== undefined) own[at(column)] = own[at('audit_datetime')];
  },
};

const REPLIES = new Set(['updated', 'resolution proposed']);

/** One note of a thread also tells the thread when it was opened, answered and closed. */
const childNote: Role = {
  close: ({ frame, outer }) => {
    if (!outer) return;
    for (const column of ['query_id', 'query_type']) setCell(frame, column, cellOf(outer, column));
    const count = Number(cellOf(outer, 'note_index') ?? '0') + 1;
    setCell(frame, 'note_index', String(count));
    setCell(outer, 'note_index', String(count));
    const created = cellOf(frame, 'created_date');
    const status = cellOf(frame, 'query_status')?.toLowerCase() ?? '';
    if (count === 1) {
      for (const column of [
        'created_date',
        'query_text',
        'query_detail',
        'user_oid',
        'user_name',
      ]) {
        setCell(outer, column, cellOf(frame, column));
      }
    }
    if (REPLIES.has(status) && cellOf(outer, 'answered_date') === undefined) {
      setCell(outer, 'answered_date', created);
      setCell(outer, 'query_response', cellOf(frame, 'query_text'));
    }
    setCell(outer, 'closed_date', status === 'closed' ? created : undefined);
  },
};

/** Takes a cell of the element around it. */
const inheriting = (columns: Readonly<Record<string, string>>): Role => ({
  open: ({ frame, outer }) => {
    if (!outer) return;
    for (const [column, from] of Object.entries(columns)) {
      setCell(frame, column, cellOf(outer, from));
    }
  },
});

const partOf = (columns: readonly string[]): Role => ({
  close: ({ frame, outer }) => {
    if (!outer) return;
    const part: Captured = Object.create(null);
    for (const column of columns) {
      const value = cellOf(frame, column);
      if (value !== undefined) part[column] = value;
    }
    if (frame.ext) part.ext = [frame.ext];
    outer.parts ??= [];
    outer.parts.push(part);
  },
});

export const FLAG = ['value', 'value_code_list_oid', 'type', 'type_code_list_oid'] as const;

const withParts = (column: string): Role => ({
  close: ({ frame }) => {
    if (frame.parts) setCell(frame, column, JSON.stringify(frame.parts));
  },
});

/** Roles by the name that element tables give them. */
export const ROLES: Readonly<Record<string, Role>> = {
  subject: byStatus('subject_status'),
  form: byStatus('form_status'),
  item,
  itemGroup,
  metadataVersion,
  itemGroupDefinition,
  childNote,
  queryEvent,
  reference: inheriting({ from_oid: 'oid' }),
  codeListItem: inheriting({ code_list_oid: 'oid', code_list_name: 'name' }),
  locationVersion: inheriting({ location_oid: 'location_oid' }),
  flag: partOf(FLAG),
  annotation: withParts('flags'),
};
