import { malformedFile, unsupportedFormat } from '../../errors.ts';
import type { XmlName } from '../xml/name.ts';
import { type Package, parseWhole, relationshipsOf } from './package.ts';
import { builtInKind, kindOfCode, type NumberKind } from './serial.ts';

const MAIN = new Set([
  'http://schemas.openxmlformats.org/spreadsheetml/2006/main',
  'http://purl.oclc.org/ooxml/spreadsheetml/main',
]);

/** The local name of an element of the spreadsheet's own namespace, in either of its spellings. */
export const mainName = ({ namespace, name }: XmlName): string => (MAIN.has(namespace) ? name : '');

/** A sheet of cells. */
export interface Sheet {
  readonly name: string;
  readonly part: string;
  readonly isHidden: boolean;
}

export interface Workbook {
  readonly sheets: readonly Sheet[];
  readonly is1904: boolean;
  readonly strings: readonly string[];
  /** What the numbers of a cell style are shown as. */
  readonly kinds: readonly NumberKind[];
}

/** Characters of all shared strings together, which are held in memory. */
const SHARED_CHARACTERS = 64 * 2 ** 20;

const isTrue = (value: string | undefined): boolean => value === '1' || value === 'true';

/** `_x000D_` is how a workbook writes a character that XML cannot hold. */
export const unescaped = (text: string): string =>
  text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex: string) =>
        String.fromCharCode(Number.parseInt(hex, 16)),
      )
    : text;

const stringsOf = async (
  file: Package,
  part: string | undefined,
  label: string,
): Promise<readonly string[]> => {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let item = '';
  let isText = false;
  let phonetic = 0;
  let total = 0;
  await parseWhole(file, part, {
    open: (element) => {
      const name = mainName(element);
      if (name === 'si') item = '';
      else if (name === 'rPh') phonetic += 1;
      else if (name === 't') isText = phonetic === 0;
    },
    text: (piece) => {
      if (isText) item += piece;
    },
    close: (element) => {
      const name = mainName(element);
      if (name === 't') isText = false;
      else if (name === 'rPh') phonetic -= 1;
      else if (name === 'si') {
        strings.push(unescaped(item));
        total += item.length + 1;
        if (total > SHARED_CHARACTERS)
          throw unsupportedFormat(label, 'a workbook with more than 64 Mi characters of text');
      }
    },
  });
  return strings;
};

const kindsOf = async (file: Package, part: string | undefined): Promise<readonly NumberKind[]> => {
  const codes = new Map<number, string>();
  const kinds: NumberKind[] = [];
  if (part === undefined) return kinds;
  let isWithinCells = false;
  await parseWhole(file, part, {
    open: (element, { numFmtId = '0', formatCode = '' }) => {
      const name = mainName(element);
      if (name === 'numFmt') codes.set(Number(numFmtId), formatCode);
      else if (name === 'cellXfs') isWithinCells = true;
      else if (name === 'xf' && isWithinCells) {
        const code = codes.get(Number(numFmtId));
        kinds.push(code === undefined ? builtInKind(Number(numFmtId)) : kindOfCode(code));
      }
    },
    close: (element) => {
      if (mainName(element) === 'cellXfs') isWithinCells = false;
    },
  });
  return kinds;
};

const RELATIONSHIP_ID = /^\{.*\/relationships\}id$/;

/** The workbook of a package: its sheets in order, and what their cells refer to. Throws MALFORMED_FILE, UNSUPPORTED_FORMAT. */
export const readWorkbook = async (file: Package, label: string): Promise<Workbook> => {
  const [start] = (await relationshipsOf(file, '')).filter(({ type }) => type === 'officeDocument');
  if (!start) throw malformedFile(label, 'the package does not say where its workbook is');
  const parts = await relationshipsOf(file, start.target);
  const byId = new Map(parts.map((each) => [each.id, each]));
  const partOf = (type: string) => parts.find((each) => each.type === type)?.target;
  const sheets: Sheet[] = [];
  let is1904 = false;
  await parseWhole(file, start.target, {
    open: (element, attributes) => {
      const name = mainName(element);
      if (name === 'workbookPr') is1904 = isTrue(attributes.date1904);
      if (name !== 'sheet') return;
      const key = Object.keys(attributes).find((each) => RELATIONSHIP_ID.test(each));
      const target = byId.get((key && attributes[key]) ?? '');
      if (!target) throw malformedFile(label, 'the workbook names a sheet that it does not hold');
      if (target.type !== 'worksheet') return;
      const isHidden = /hidden$/i.test(attributes.state ?? '');
      sheets.push({ name: attributes.name ?? '', part: target.target, isHidden });
    },
    close: () => undefined,
  });
  return {
    sheets,
    is1904,
    strings: await stringsOf(file, partOf('sharedStrings'), label),
    kinds: await kindsOf(file, partOf('styles')),
  };
};
