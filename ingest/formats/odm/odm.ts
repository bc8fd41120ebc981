import { malformedFile } from '../../errors.ts';
import type { FileHead, Format, StructuredFile } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import { xmlEncoding } from '../xml/prolog.ts';
import { readXml } from '../xml/read.ts';
import { type XmlRoot, xmlRoot } from '../xml/root.ts';
import { contentOf } from './content.ts';
import { defineVersion, odmVersion, studyParts, vendorOf } from './namespace.ts';
import { ODM_TABLES, ROOT } from './table.ts';
import { odmWalk } from './walk.ts';

const isOdm = (root: XmlRoot): boolean =>
  root.name === 'ODM' && odmVersion(root.namespace) !== undefined;

const STUDY_OID =
  /<(?:[\w.-]+:)?Study\s[^>]*?\bOID\s*=\s*["']([^"'<]*)|\bStudyOID\s*=\s*["']([^"'<]*)/;

/** Environment of the first study that a Rave file names, so that a profile can refuse what is not production. */
const environmentOf = (head: FileHead, vendor: string): string | undefined => {
  const [, defined, referred] = STUDY_OID.exec(head.text) ?? [];
  return studyParts(defined ?? referred ?? '', vendor).environment;
};

const traitsOf = (root: XmlRoot, head: FileHead) => {
  const { attributes, namespaces } = root;
  const vendor = vendorOf(namespaces, attributes.SourceSystem);
  const stated = {
    file_type: attributes.FileType,
    granularity: attributes.Granularity,
    source_system: attributes.SourceSystem,
    define_version: defineVersion(namespaces),
    environment: environmentOf(head, vendor),
  };
  return {
    odm_version: odmVersion(root.namespace) ?? '',
    namespace: root.namespace,
    vendor,
    ...Object.fromEntries(
      Object.entries(stated).flatMap(([name, value]) => (value ? [[name, value]] : [])),
    ),
  };
};

/**
 * CDISC ODM-XML 1.0 to 2.0 of any vendor, and Define-XML, which is ODM metadata: told apart by namespace, never by prefix
 * or ODMVersion. Tables: ODM_TABLES. Traits: `odm_version` (of the namespace), `namespace`, `vendor`, `content` (clinical,
 * metadata, admin), `encoding`, and where stated `file_type`, `granularity`, `source_system`, `define_version`, `environment` (Rave).
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
      ...traitsOf(root, head),
      content: await contentOf(file.path),
      encoding: xmlEncoding(head.bytes, file.label),
    };
    const { namespace, name } = root;
    return {
      format: 'odm',
      traits,
      tables: ODM_TABLES,
      read: async (sink) =>
        readXml(
          file,
          odmWalk(ROOT, { namespace, name, key: name }, traits.vendor, sink, file.label),
        ),
    };
  },
};
