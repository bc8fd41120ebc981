import type { TableShape } from '../reader.ts';
import { ADMIN } from './admin.ts';
import { CLINICAL } from './clinical.ts';
import { CONTEXT, LEVELS } from './context.ts';
import { type Child, type Element, element, OTHER, REMOVED } from './element.ts';
import { METADATA } from './metadata.ts';

/** The document itself. */
export const ROOT = element({
  table: 'file',
  spills: true,
  level: LEVELS.file,
  columns: [
    'prior_file_oid',
    'odm_version',
    'granularity',
    'description',
    'originator',
    'source_system',
    'source_system_version',
    'archival',
  ],
  cells: {
    FileOID: 'file_oid',
    FileType: 'file_type',
    CreationDateTime: 'creation_datetime',
    AsOfDateTime: 'as_of_datetime',
    PriorFileOID: 'prior_file_oid',
    ODMVersion: 'odm_version',
    Granularity: 'granularity',
    Description: 'description',
    Originator: 'originator',
    SourceSystem: 'source_system',
    SourceSystemVersion: 'source_system_version',
    Archival: 'archival',
  },
  children: { ...METADATA, ...ADMIN, ...CLINICAL },
});

const shapesFrom = (start: Element): ReadonlyMap<string, readonly string[]> => {
  const shapes = new Map<string, readonly string[]>();
  const seen = new Set<Element>();
  const visit = (one: Element): void => {
    if (seen.has(one)) return;
    seen.add(one);
    if (one.table !== undefined) {
      shapes.set(one.table, [...CONTEXT.slice(0, one.depth), ...one.own]);
    }
    if (one.asForm) visit(one.asForm);
    for (const child of one.children.values()) visitChild(child);
  };
  const visitChild = (child: Child): void => {
    if (child.kind === 'element') visit(child.element);
    if (child.kind === 'through') for (const inner of child.children.values()) visitChild(inner);
  };
  visit(start);
  visit(OTHER);
  visit(REMOVED);
  return shapes;
};

/** Every table of ODM with its columns: the context that it stands in, its own, and those that all end with. */
export const ODM_TABLES: readonly TableShape[] = [...shapesFrom(ROOT)].map(([name, columns]) => ({
  name,
  columns,
}));
