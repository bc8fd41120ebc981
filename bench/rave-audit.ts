import { createWriteStream, existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

const SAMPLE = resolve(import.meta.dirname, '../../shared/samples/odm/rave/car_message.xml');

/** Writes a Rave audit of about so many MB, made of the blocks of a real one with other subjects each time. */
export const writeAudit = async (path: string, megabytes: number): Promise<void> => {
  if (!existsSync(SAMPLE)) throw new Error(`no sample at ${SAMPLE}`);
  const text = readFileSync(SAMPLE, 'utf8');
  const from = text.indexOf('<ClinicalData');
  const to = text.lastIndexOf('</ClinicalData>') + '</ClinicalData>'.length;
  const blocks = text.slice(from, to);
  const out = createWriteStream(path);
  const write = (part: string): Promise<void> | undefined =>
    out.write(part) ? undefined : new Promise((done) => out.once('drain', done));
  await write(text.slice(0, from));
  for (let copy = 0, bytes = 0; bytes < megabytes * 2 ** 20; copy += 1) {
    const varied = blocks.replaceAll(/SubjectKey="/g, `SubjectKey="${copy}-`);
    bytes += varied.length;
    await write(varied);
  }
  await new Promise<void>((done) => out.end('\n</ODM>\n', () => done()));
};
