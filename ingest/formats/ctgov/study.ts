import { cellText, isObject, type Json, writeJson } from '../json-tree.ts';
import { at, rest, take, takeItems } from '../pluck.ts';
import type { RowSink } from '../reader.ts';
import { LISTS, type ListTable, NOT_LANDED, STUDY } from './tables.ts';

const writeList = (
  { name, fields, role }: ListTable,
  nctId: string | null,
  list: readonly Json[],
  from: number,
  sink: RowSink,
): void => {
  list.forEach((item, index) => {
    if (!isObject(item)) {
      sink.refuse(name, 'malformed_row', writeJson(item));
      return;
    }
    const cells = fields.flatMap((field) => field.take(item));
    const lead = [nctId, String(from + index), ...(role === undefined ? [] : [role])];
    sink.write(name, [...lead, ...cells, rest(item)]);
  });
};

const isStudy = (value: Json): boolean => isObject(at(value, 'protocolSection'));

/** Rows of one registry record, taken apart on the way; what is no record is refused as it was delivered. */
export const writeStudy = (study: Json, sink: RowSink): void => {
  if (!isStudy(study)) {
    sink.refuse('study', 'malformed_row', writeJson(study));
    return;
  }
  const nctId = cellText(take(study, 'protocolSection', 'identificationModule', 'nctId'));
  const own = at(study, 'protocolSection', 'identificationModule', 'orgStudyIdInfo');
  const lead = at(study, 'protocolSection', 'sponsorCollaboratorsModule', 'leadSponsor');
  sink.write('identifier', [
    nctId,
    '1',
    'organization',
    cellText(at(own, 'id')),
    cellText(at(own, 'type')),
    null,
    cellText(at(own, 'link')),
    null,
  ]);
  sink.write('sponsor', [
    nctId,
    '1',
    'lead',
    cellText(at(lead, 'name')),
    cellText(at(lead, 'class')),
    null,
  ]);
  for (const list of LISTS) {
    const from = list.role === undefined ? 1 : 2;
    writeList(list, nctId, takeItems(study, ...list.path), from, sink);
  }
  const left = NOT_LANDED.filter((section) => take(study, section) !== undefined);
  const cells = STUDY.flatMap((field) => field.take(study));
  sink.write('study', [nctId, ...cells, left.join(' ') || null, rest(study)]);
};
