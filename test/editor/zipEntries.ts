// What a zip file holds, read from its central directory (PKWARE APPNOTE 4.3.12 and 4.3.16).
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

export interface ZipEntry {
  readonly path: string;
  readonly bytes: number;
  text(): string;
}

export function zipEntries(zipPath: string): ZipEntry[] {
  const zip = readFileSync(zipPath);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  const entries: ZipEntry[] = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [nameLength, extraLength, commentLength] = [zip.readUInt16LE(at + 28), zip.readUInt16LE(at + 30), zip.readUInt16LE(at + 32)];
    const [isDeflated, packed, start] = [zip.readUInt16LE(at + 10) === 8, zip.readUInt32LE(at + 20), zip.readUInt32LE(at + 42)];
    entries.push({
      path: zip.toString('utf8', at + 46, at + 46 + nameLength),
      bytes: zip.readUInt32LE(at + 24),
      text: () => {
        const from = start + 30 + zip.readUInt16LE(start + 26) + zip.readUInt16LE(start + 28);
        const content = zip.subarray(from, from + packed);
        return (isDeflated ? inflateRawSync(content) : content).toString('utf8');
      },
    });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return entries;
}
