import type { Json } from '../../model/json.ts';
import { isJsonArray, isJsonObject } from '../jsonShape.ts';

/** What to do about one issue: take the value it names, leave the property out, or write it anew. */
export type Correction =
  | { readonly type: 'replace'; readonly pointer: string; readonly value: string }
  | { readonly type: 'omit' | 'rewrite'; readonly pointer: string };

/** Reads a rejection: one `pointer: message` for each line. */
export function correctionsIn(rejection: string, prefix: string): readonly Correction[] {
  return rejection.split('\n').flatMap((line) => {
    const found = /^\s*(?:[-*]\s*)?(\/\S*?):?\s+(.*)$/.exec(line);
    if (found === null) return [];
    const [, pointer = '', message = ''] = found;
    return [toCorrection(pointer === '/' ? prefix : prefix + pointer, message)];
  });
}

function toCorrection(pointer: string, message: string): Correction {
  const known = /Known ids: ([^\s,.]+(?:\.[^\s,.]+)*)/.exec(message)?.[1] ?? /(?:must be|use|expected|one of:?)\s+"([^"]+)"/i.exec(message)?.[1];
  if (known !== undefined) return { type: 'replace', pointer, value: known };
  return { type: /leave (?:it|the field) out|unrecognized|additional propert|unknown key|is not allowed/i.test(message) ? 'omit' : 'rewrite', pointer };
}

/** The value with every correction made; what is to be written anew is taken out, so that generating fills it. */
export function correct(value: Json, corrections: readonly Correction[]): Json {
  return corrections.filter(({ pointer }) => pointer !== '').reduce((whole, correction) => apply(whole, segmentsOf(correction.pointer), correction), value);
}

function segmentsOf(pointer: string): readonly string[] {
  return pointer.slice(1).split('/').map((segment) => segment.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function apply(value: Json, [segment, ...rest]: readonly string[], correction: Correction): Json {
  if (segment === undefined) return value;
  if (isJsonArray(value)) {
    const index = Number(segment);
    if (rest.length > 0) return value.map((item, at) => (at === index ? apply(item, rest, correction) : item));
    return correction.type === 'replace' ? value.map((item, at) => (at === index ? correction.value : item)) : value.filter((_, at) => at !== index);
  }
  if (!isJsonObject(value)) return value;
  if (rest.length > 0) return Object.hasOwn(value, segment) ? { ...value, [segment]: apply(value[segment] ?? null, rest, correction) } : value;
  const { [segment]: _removed, ...others } = value;
  return correction.type === 'replace' ? { ...others, [segment]: correction.value } : others;
}
