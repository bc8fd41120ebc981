/** A file of a tar archive. */
export interface TarFile {
  /** As the archive names it, with forward slashes. */
  readonly path: string;
  readonly content: Buffer;
}

const block = 512;

/** The regular files of an unpacked tar archive (ustar, GNU and PAX long names); throws on a broken one. */
export function tarFiles(archive: Buffer): TarFile[] {
  const files: TarFile[] = [];
  let longName: string | undefined;
  for (let at = 0; at + block <= archive.length; ) {
    const header = archive.subarray(at, at + block);
    if (header.every((byte) => byte === 0)) break;
    const size = sizeIn(header);
    const content = archive.subarray(at + block, at + block + size);
    if (content.length < size) throw new Error('the archive ends in the middle of a file');
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === 'L') longName = textIn(content);
    else if (type === 'x') longName = paxPath(content) ?? longName;
    else {
      if (type === '0' || type === '\0') {
        files.push({ path: longName ?? pathIn(header), content: Buffer.from(content) });
      }
      if (type !== 'g') longName = undefined;
    }
    at += block + Math.ceil(size / block) * block;
  }
  return files;
}

function pathIn(header: Buffer): string {
  const name = textIn(header.subarray(0, 100));
  const isUstar = textIn(header.subarray(257, 262)) === 'ustar';
  const prefix = isUstar ? textIn(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function sizeIn(header: Buffer): number {
  const text = textIn(header.subarray(124, 136)).trim();
  if (!/^[0-7]+$/.test(text)) throw new Error('the archive has an entry without a size');
  return Number.parseInt(text, 8);
}

/** `path` of a PAX header, whose records are `length key=value`. */
function paxPath(content: Buffer): string | undefined {
  return /(?:^|\n)\d+ path=([^\n]*)\n/.exec(content.toString('utf8'))?.[1];
}

function textIn(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end === -1 ? bytes.length : end);
}
