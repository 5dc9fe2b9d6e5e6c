import assert from 'node:assert/strict';
import fc from 'fast-check';
import { imageFileOf } from '../../../src/engine/tools/imageFile.ts';
import { png } from '../../servers/tinyImages.ts';

const bytes = (...parts: readonly (string | readonly number[])[]): Buffer => Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : Buffer.from(part))));
const zeros = (count: number): readonly number[] => Array.from({ length: count }, () => 0);

const images = {
  'a PNG': [png(300, 200), 'image/png', 300, 200],
  'a GIF': [bytes('GIF89a', [0x40, 0x01, 0xf0, 0x00], zeros(10)), 'image/gif', 320, 240],
  'a lossy WebP': [bytes('RIFF', zeros(4), 'WEBPVP8 ', zeros(10), [0x58, 0x02, 0x90, 0x41]), 'image/webp', 600, 400],
  'a lossless WebP': [bytes('RIFF', zeros(4), 'WEBPVP8L', zeros(4), [0x2f, 0x57, 0xc2, 0x63, 0x00], zeros(8)), 'image/webp', 600, 400],
  'an extended WebP': [bytes('RIFF', zeros(4), 'WEBPVP8X', zeros(8), [0x57, 0x02, 0x00, 0x8f, 0x01, 0x00]), 'image/webp', 600, 400],
  'a JPEG with other segments first': [bytes([0xff, 0xd8, 0xff, 0xe0, 0x00, 0x04, 0x01, 0x02, 0xff, 0xff, 0xc2, 0x00, 0x11, 0x08, 0x00, 0xc8, 0x01, 0x2c], zeros(10)), 'image/jpeg', 300, 200],
} as const;

describe('image files', () => {
  for (const [what, [file, mediaType, width, height]] of Object.entries(images)) {
    it(`are known by their first bytes: ${what}`, () => {
      assert.deepEqual(imageFileOf(file), { mediaType, width, height });
      assert.equal(imageFileOf(file.subarray(0, 9)), null, 'cut before its size');
    });
  }

  it('are nothing else', () => {
    for (const other of ['', 'text', '<svg xmlns="http://www.w3.org/2000/svg"/>', '%PDF-1.7', 'GIF90a\x01\x00\x01\x00', 'RIFF\0\0\0\0WAVEfmt '.padEnd(40, '\0'), '\x89PNG\r\n\x1a\n'.padEnd(40, '\0')]) assert.equal(imageFileOf(bytes(other)), null, other);
    assert.equal(imageFileOf(png(0, 5)), null, 'without a pixel');
  });

  it('of any bytes are told within those bytes', () => {
    const starts = Object.values(images).map(([file]) => file.subarray(0, 12));
    fc.assert(fc.property(fc.constantFrom(...starts), fc.uint8Array({ maxLength: 60 }), (start, rest) => void imageFileOf(Buffer.concat([start, rest]))));
  });
});
