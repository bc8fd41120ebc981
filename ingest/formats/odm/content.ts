import { createReadStream } from 'node:fs';

const OVERLAP = 32;

/** UTF-16 has a zero beside each character of these names. */
const squeezed = (text: string): string => text.replaceAll('\0', '');

const hasElement = (text: string, name: string): boolean =>
  new RegExp(`[<:]${name}[\\s/>]`).test(text);

/**
 * Whether a file holds clinical (or reference) data, else what else it holds. Looks for the elements' names only and stops
 * at the first clinical one, which may stand behind megabytes of metadata.
 */
export const contentOf = async (path: string): Promise<'clinical' | 'metadata' | 'admin'> => {
  let hasStudy = false;
  let hasAdmin = false;
  let rest = '';
  for await (const chunk of createReadStream(path, {
    highWaterMark: 1 << 18,
    encoding: 'latin1',
  })) {
    const text = squeezed(rest + String(chunk));
    if (hasElement(text, 'ClinicalData') || hasElement(text, 'ReferenceData')) return 'clinical';
    hasStudy ||= hasElement(text, 'Study');
    hasAdmin ||= hasElement(text, 'AdminData');
    rest = text.slice(-OVERLAP);
  }
  return hasAdmin && !hasStudy ? 'admin' : 'metadata';
};
