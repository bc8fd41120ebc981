import { stat } from 'node:fs/promises';
import { malformedFile } from '../../errors.ts';
import { markedEncoding } from '../encoding.ts';
import { outlineOf } from '../json-outline.ts';
import { jsonParts } from '../json-stream.ts';
import { copyJson, type Json } from '../json-tree.ts';
import type { Format, StructuredFile } from '../reader.ts';
import { textOf } from '../text-stream.ts';
import type { Unpacked } from '../unpacked.ts';
import { readUsdm, USDM_TABLES } from './read.ts';

const LARGEST = 64 * 2 ** 20;

const documentIn = async (file: Unpacked): Promise<Json> => {
  const { size } = await stat(file.path);
  if (size > LARGEST)
    throw malformedFile(file.label, 'is larger than the 64 MiB that a USDM document may have');
  let document: Json = null;
  const chunks = textOf(file.path, { label: file.label });
  for await (const { value } of jsonParts(chunks, file.label, [])) document = value;
  return document;
};

/**
 * CDISC USDM 3 and 4 as JSON: one row an object, ids resolved to names within the study version. Trait `usdm_version` as
 * the document states it. An encounter's `offset_days` count from the fixed reference of its timeline.
 */
export const usdm: Format = {
  name: 'usdm',
  claims: (head) => {
    const isStudy = outlineOf(head.text)?.keys.has('study') ?? false;
    return isStudy && /"versions"\s*:\s*\[/.test(head.text);
  },
  open: async (file, head): Promise<StructuredFile> => {
    const document = await documentIn(file);
    const stated = document instanceof Map ? document.get('usdmVersion') : undefined;
    return {
      format: 'usdm',
      traits: {
        usdm_version: typeof stated === 'string' ? stated : 'unknown',
        encoding: markedEncoding(head.bytes) ?? 'utf-8',
      },
      tables: USDM_TABLES,
      read: async (sink) => {
        readUsdm(copyJson(document), file.label, sink);
        await sink.room();
      },
    };
  },
};
