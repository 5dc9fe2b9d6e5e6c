import * as z from 'zod';

/** Text that can be written down: half of a surrogate pair would become another character. */
export const wellFormed = z.string().refine((text) => !/\p{Surrogate}/u.test(text), 'holds half of a surrogate pair, which cannot be written to a file');
