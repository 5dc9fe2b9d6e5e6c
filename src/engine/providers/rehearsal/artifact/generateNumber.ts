import type { Json, JsonObject, JsonSchema } from '../../../model/json.ts';
import { accepts } from './accepts.ts';

export interface NumberPlace {
  readonly schema: JsonObject;
  readonly root: JsonSchema;
  readonly isInteger: boolean;
  readonly draft: Json | undefined;
  readonly variant: number;
}

/** The draft if it fits, otherwise a small number within the limits; neighbours differ by their variant. */
export function generateNumber({ schema, root, isInteger, draft, variant }: NumberPlace): number {
  const fits = (value: number): boolean => Number.isFinite(value) && (!isInteger || Number.isInteger(value)) && accepts(schema, value, root);
  const step = stepOf(schema, isInteger);
  const low = numberOf(schema.minimum) ?? numberOf(schema.exclusiveMinimum);
  const high = numberOf(schema.maximum) ?? numberOf(schema.exclusiveMaximum);
  const starts = [1, low, high === undefined ? undefined : high - variant * step * 2, low !== undefined && high !== undefined ? (low + high) / 2 : undefined, 0];
  const candidates = [
    ...(typeof draft === 'number' && variant === 0 ? [draft] : []),
    ...starts.flatMap((start) => (start === undefined ? [] : around(start, step, variant))),
  ];
  return candidates.find(fits) ?? (typeof low === 'number' ? low : 1);
}

function around(start: number, step: number, variant: number): readonly number[] {
  const up = Math.ceil(start / step) * step;
  const down = Math.floor(start / step) * step;
  return [start + variant * step, up + variant * step, up + (variant + 1) * step, down - variant * step, down - (variant + 1) * step, start + step / 2, start - step / 2, start + step / 1_000].map(tidy);
}

/** 0.1 + 0.2 is 0.3 to a person. */
function tidy(value: number): number {
  return Number(value.toPrecision(12));
}

function stepOf(schema: JsonObject, isInteger: boolean): number {
  const multiple = numberOf(schema.multipleOf) ?? 1;
  if (!isInteger || Number.isInteger(multiple)) return multiple;
  for (let factor = 1; factor <= 1_000; factor += 1) if (Number.isInteger(tidy(multiple * factor))) return tidy(multiple * factor);
  return 1;
}

function numberOf(value: Json | undefined): number | undefined {
  return typeof value === 'number' ? value : undefined;
}
