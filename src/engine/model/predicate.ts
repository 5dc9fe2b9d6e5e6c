import * as z from 'zod';
import { json, type Json } from './json.ts';

export const predicateOperator = z.enum(['eq', 'ne', 'gt', 'lt', 'ge', 'le', 'in', 'exists', 'matches']);
export type PredicateOperator = z.infer<typeof predicateOperator>;

/** A question about artifacts, without code. A path is a phase id followed by fields of its artifact. */
export type Predicate =
  | { readonly path: string; readonly op: PredicateOperator; readonly value?: Json | undefined }
  | { readonly all: readonly Predicate[] }
  | { readonly any: readonly Predicate[] }
  | { readonly not: Predicate };

export const predicate: z.ZodType<Predicate> = z.lazy(() =>
  z.union([
    z.strictObject({
      path: z.string().min(1).describe('A phase id, then fields of its artifact: research.risk'),
      op: predicateOperator,
      value: json.optional(),
    }),
    z.strictObject({ all: z.array(predicate).min(1) }),
    z.strictObject({ any: z.array(predicate).min(1) }),
    z.strictObject({ not: predicate }),
  ]),
);
