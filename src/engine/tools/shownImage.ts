import type { ToolImage } from '../ports/tool.ts';
import { imageFileOf } from './imageFile.ts';

/** The narrowest limits of vendors that take images: 5 MB as Base64, 8,000 pixels (platform.claude.com, "Vision"). */
const mostBytes = 3_500_000;
const mostPixels = 8_000;

export const imageLimits = `at most ${mostBytes.toLocaleString('en')} bytes and ${mostPixels.toLocaleString('en')} pixels each way`;

export interface ShownImage {
  /** `null` where it is too large to be shown. */
  readonly image: ToolImage | null;
  /** Kind and size, for whoever reads of it. */
  readonly about: string;
}

/** The bytes as an image for a model; `null` where they are none. */
export function shownImage(bytes: Uint8Array): ShownImage | null {
  const file = imageFileOf(bytes);
  if (file === null) return null;
  const { mediaType, width, height } = file;
  const isTooLarge = bytes.length > mostBytes || Math.max(width, height) > mostPixels;
  return {
    image: isTooLarge ? null : { mediaType, base64: Buffer.from(bytes).toString('base64') },
    about: `${mediaType}, ${bytes.length.toLocaleString('en')} bytes, ${width} × ${height} pixels`,
  };
}
