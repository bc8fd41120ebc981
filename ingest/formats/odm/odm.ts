import { malformedFile } from '../../errors.ts';
import type { FileHead, Format, StructuredFile } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import { xmlEncoding } from '../xml/prolog.ts';
import { readXml } from '../xml/read.ts';
import { type XmlRoot, xmlRoot } from '../xml/root.ts';
import { contentOf } from './content.ts';
import { defineVersion, odmVersion, vendorOf } from './namespace.ts';
import { ODM_TABLES, ROOT } from './table.ts';
import { odmWalk } from './walk.ts';

const isOdm = (root: XmlRoot): boolean =>
  root.name === 'ODM' && odmVersion(root.namespace) !== undefined;

const traitsOf = (root: XmlRoot): Record<string, string> => {
  const { attributes, namespaces } = root;
  const define = defineVersion(namespaces);
  const stated = {
    file_type: attributes.FileType,
    granularity: attributes.Granularity,
    source_system: attributes.SourceSystem,
    define_version: define,
  };
  return {
    odm_version: odmVersion(root.namespace) ?? '',
    namespace: root.namespace,
    vendor: vendorOf(namespaces, attributes.SourceSystem),
    ...Object.fromEntries(
      Object.entries(stated).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ),
  };
};

/**
 * CDISC ODM-XML 1.0 to 2.0 of any vendor, and Define-XML, which is ODM metadata: told apart by namespace, never by prefix
 * or ODMVersion. Tables: ODM_TABLES. Traits: `odm_version` (of the namespace), `namespace`, `vendor`, `content` (clinical,
 * metadata, admin), `encoding`, and where stated `file_type`, `granularity`, `source_system`, `define_version`.
 */
export const odm: Format = {
  name: 'odm',
  claims: (head: FileHead) => {
    const root = xmlRoot(head);
    return root !== undefined && isOdm(root);
  },
  open: async (file: Unpacked, head: FileHead): Promise<StructuredFile> => {
    const root = xmlRoot(head);
    if (!root) throw malformedFile(file.label, 'holds no XML element');
    const traits = {
      ...traitsOf(root),
      content: await contentOf(file.path),
      encoding: xmlEncoding(head.bytes, file.label),
    };
    const { namespace, name } = root;
    return {
      format: 'odm',
      traits,
      tables: ODM_TABLES,
      read: async (sink) =>
        readXml(file, odmWalk(ROOT, { namespace, name, key: name }, sink, file.label)),
    };
  },
};
