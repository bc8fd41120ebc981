import { markedEncoding } from '../encoding.ts';
import { isJsonLines, readJsonLines } from '../json-lines.ts';
import { outlineOf } from '../json-outline.ts';
import type { FileHead, Format, RowSink, StructuredFile, TableShape } from '../reader.ts';
import type { Unpacked } from '../unpacked.ts';
import { xmlEncoding } from '../xml/prolog.ts';
import { writeEvent, writeManifest } from './export.ts';
import { firstResources, readBulk, readBundle, readDocument, wholeObject } from './json.ts';
import { isAllPseudonymous, isPatient } from './pseudonymous.ts';
import { FHIR_TABLES, LOG_TABLE, MANIFEST_TABLE } from './tables.ts';
import { commonVersion, versionOf } from './version.ts';
import { firstXmlResources, readXmlResources, xmlResourceType } from './xml.ts';

/** How resources were handed over. */
export type Delivery = 'bulk' | 'bundle' | 'resource' | 'manifest' | 'log';

const deliveryOf = (head: FileHead): Delivery | undefined => {
  const xmlType = xmlResourceType(head);
  if (xmlType !== undefined) return xmlType === 'Bundle' ? 'bundle' : 'resource';
  const outline = outlineOf(head.text);
  if (!outline) return undefined;
  const { keys, root } = outline;
  if (root === 'object' && keys.has('exportId') && keys.has('eventId')) return 'log';
  if (root === 'object' && keys.has('transactionTime') && keys.has('output')) return 'manifest';
  const type = keys.get('resourceType');
  if (type === undefined || !/^[A-Z][A-Za-z]+$/.test(type)) return undefined;
  if (root === 'array') return 'resource';
  if (isJsonLines(head.name, head.text)) return 'bulk';
  return type === 'Bundle' ? 'bundle' : 'resource';
};

const READ: Readonly<
  Record<
    Delivery,
    { tables: readonly TableShape[]; read(file: Unpacked, sink: RowSink): Promise<void> }
  >
> = {
  bulk: { tables: FHIR_TABLES, read: readBulk },
  bundle: { tables: FHIR_TABLES, read: readBundle },
  resource: { tables: FHIR_TABLES, read: readDocument },
  manifest: {
    tables: [MANIFEST_TABLE],
    read: async (file, sink) => writeManifest(await wholeObject(file), sink),
  },
  log: {
    tables: [LOG_TABLE],
    read: (file, sink) => readJsonLines(file, LOG_TABLE.name, writeEvent, sink),
  },
};

const patientsOf = async (file: Unpacked): Promise<{ readonly patients: string }> => ({
  patients: (await isAllPseudonymous(file)) ? 'pseudonymous' : 'identifiable',
});

const openXml = async (file: Unpacked, head: FileHead): Promise<StructuredFile> => {
  const isBundle = xmlResourceType(head) === 'Bundle';
  const shown = await firstXmlResources(file, isBundle);
  return {
    format: 'fhir',
    traits: {
      fhir_version: commonVersion(shown.map(versionOf)),
      delivery: isBundle ? 'bundle' : 'resource',
      encoding: xmlEncoding(head.bytes, file.label),
    },
    tables: FHIR_TABLES,
    read: (sink) => readXmlResources(file, isBundle, sink),
  };
};

/**
 * FHIR R4, R4B and R5: bulk NDJSON, bundles and single resources as JSON or XML, a bulk export's manifest and log. Traits:
 * `fhir_version` (4.0, 4.3, 5.0; 4 where elements are of R4 or R4B, which share them; mixed; unknown), told by the first
 * resources; `delivery`; of bulk files with patients `patients`: pseudonymous where every line is a Patient labelled and built
 * as a pseudonym, else identifiable. Columns are those of R4 and R5 together; what has no column stays in `ext` as JSON.
 */
export const fhir: Format = {
  name: 'fhir',
  claims: (head) => deliveryOf(head) !== undefined,
  open: async (file, head): Promise<StructuredFile> => {
    if (xmlResourceType(head) !== undefined) return openXml(file, head);
    const delivery = deliveryOf(head) ?? 'resource';
    const { tables, read } = READ[delivery];
    const isResources = tables === FHIR_TABLES;
    const encoding = markedEncoding(head.bytes) ?? 'utf-8';
    const shown = isResources ? await firstResources(file, delivery === 'bulk') : [];
    const version = isResources ? { fhir_version: commonVersion(shown.map(versionOf)) } : {};
    return {
      format: 'fhir',
      traits: {
        ...version,
        ...(delivery === 'bulk' && shown.some(isPatient) ? await patientsOf(file) : {}),
        delivery,
        encoding,
      },
      tables,
      read: (sink) => read(file, sink),
    };
  },
};
