import type { ImageMediaType } from '../model/image.ts';

export interface ImageFile {
  readonly mediaType: ImageMediaType;
  readonly width: number;
  readonly height: number;
}

/** What kind of image the bytes begin as, and its size in pixels; `null` for anything else. Says nothing about the rest of the file. */
export function imageFileOf(bytes: Uint8Array): ImageFile | null {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const found = pngOf(file) ?? gifOf(file) ?? webpOf(file) ?? jpegOf(file);
  return found !== null && found.width > 0 && found.height > 0 ? found : null;
}

function pngOf(file: Buffer): ImageFile | null {
  if (file.length < 24 || file.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n' || file.toString('latin1', 12, 16) !== 'IHDR') return null;
  return { mediaType: 'image/png', width: file.readUInt32BE(16), height: file.readUInt32BE(20) };
}

function gifOf(file: Buffer): ImageFile | null {
  if (file.length < 10 || !/^GIF8[79]a$/.test(file.toString('latin1', 0, 6))) return null;
  return { mediaType: 'image/gif', width: file.readUInt16LE(6), height: file.readUInt16LE(8) };
}

/** RFC 9649: one simple image, lossy or lossless, or the extended format. */
function webpOf(file: Buffer): ImageFile | null {
  if (file.length < 30 || file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WEBP') return null;
  const mediaType = 'image/webp';
  switch (file.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return { mediaType, width: file.readUInt16LE(26) & 0x3fff, height: file.readUInt16LE(28) & 0x3fff };
    case 'VP8L':
      return { mediaType, width: (file.readUInt32LE(21) & 0x3fff) + 1, height: ((file.readUInt32LE(21) >>> 14) & 0x3fff) + 1 };
    case 'VP8X':
      return { mediaType, width: file.readUIntLE(24, 3) + 1, height: file.readUIntLE(27, 3) + 1 };
    default:
      return null;
  }
}

/** The size stands in the frame header, behind segments of any number. */
function jpegOf(file: Buffer): ImageFile | null {
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return null;
  for (let at = 2; at + 9 <= file.length && file[at] === 0xff; ) {
    const marker = file[at + 1] ?? 0;
    if (marker === 0xff) at += 1;
    else if (isFrameHeader(marker)) return { mediaType: 'image/jpeg', height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
    else at += 2 + file.readUInt16BE(at + 2);
  }
  return null;
}

/** Of the sixteen from C0 on, three are something else. */
function isFrameHeader(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}
