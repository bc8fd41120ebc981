import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readXml } from '../../../../ingest/formats/xml/read.ts';

/** Everything that is told of a document, one line each. */
export const toldOf = async (bytes: string | Buffer): Promise<string[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'portolan-xml-'));
  const path = join(folder, 'delivered.xml');
  writeFileSync(path, bytes);
  const told: string[] = [];
  let text = '';
  const flush = () => {
    if (text.trim() !== '') told.push(text);
    text = '';
  };
  try {
    await readXml(
      { path, label: 'delivered.xml' },
      {
        open: (name, attributes) => {
          flush();
          told.push(`<${name.key} ${JSON.stringify(attributes)}`);
        },
        close: (name) => {
          flush();
          told.push(`/${name.key}`);
        },
        text: (piece) => {
          text += piece;
        },
      },
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
  return told;
};

/** Code and sentence of the refusal of a document. */
export const refusalOf = async (bytes: string | Buffer): Promise<string> => {
  try {
    await toldOf(bytes);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause) return `${cause.code} ${cause.message}`;
    throw cause;
  }
  return 'not refused';
};
