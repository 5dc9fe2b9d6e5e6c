import * as z from 'zod';
import { storedContent } from './content.ts';

/** What vendors that take images take. */
export const imageMediaType = z.enum(['image/png', 'image/jpeg', 'image/gif', 'image/webp']);
export type ImageMediaType = z.infer<typeof imageMediaType>;

/** An image that belongs to a tool's result. The store keeps it once, as Base64, under its hash. */
export const imageRef = z.strictObject({ mediaType: imageMediaType, content: storedContent });
export type ImageRef = z.infer<typeof imageRef>;

/** Tokens of one image: vendors scale down what is larger than they look at. */
export const imageTokens = { likely: 1_600, most: 5_000 } as const;
