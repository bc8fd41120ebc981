import { gzipSync } from 'node:zlib';
import type { Files } from './project_folder.ts';

/** A gzipped tar archive of the files. */
export function tarball(files: Files): Buffer {
  const parts = Object.entries(files).flatMap(([path, text]) =>
    entry(path, Buffer.from(text), '0'),
  );
  return gzipSync(Buffer.concat([...parts, Buffer.alloc(1024)]));
}

/** Header and padded content of one entry. */
function entry(path: string, content: Buffer, type: string): Buffer[] {
  const long = Buffer.byteLength(path) > 100 ? entry('././@LongLink', Buffer.from(path), 'L') : [];
  const header = Buffer.alloc(512);
  header.write(path.slice(0, 100), 0);
  header.write('0000644\0', 100);
  header.write(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
  header.write(type, 156);
  header.write('ustar\x0000', 257);
  header.fill(' ', 148, 156);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return [...long, header, content, Buffer.alloc((512 - (content.length % 512)) % 512)];
}
