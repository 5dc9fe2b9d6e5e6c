import { parseArguments, type RawCall } from '../../callArguments.ts';
import { withOwnIds } from '../../callIds.ts';

/** A piece of a call as servers really send it: any part may be missing, and arguments may come as an object. */
export interface CallDelta {
  readonly index?: number | null;
  readonly id?: string | null;
  readonly name?: string | null;
  readonly arguments?: unknown;
}

export interface CallAssembly {
  add(delta: CallDelta): void;
  /** Every call once, each with an id of its own. */
  calls(): readonly RawCall[];
}

interface OpenCall {
  readonly index: number | null;
  id: string;
  name: string;
  argumentsText: string;
}

/**
 * Puts calls together from their pieces. Official servers number calls by `index` and name the id once. Others leave out the index
 * or the id, give every call the index 0, repeat the id with every piece, or send one call twice.
 */
export function callAssembly(newId: (ordinal: number) => string): CallAssembly {
  const open: OpenCall[] = [];
  return {
    add(delta) {
      const text = argumentsTextOf(delta.arguments);
      const call = find(open, delta, text);
      if (call === undefined) {
        open.push({ index: delta.index ?? null, id: delta.id ?? '', name: delta.name ?? '', argumentsText: text });
        return;
      }
      call.id ||= delta.id ?? '';
      call.name ||= delta.name ?? '';
      if (!isRepeated(call, delta, text)) call.argumentsText += text;
    },
    calls: () => withOwnIds(open, newId),
  };
}

function argumentsTextOf(value: unknown): string {
  if (typeof value === 'string') return value;
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : '';
}

/** The call that a piece continues, if any. */
function find(open: readonly OpenCall[], { index, id, name }: CallDelta, text: string): OpenCall | undefined {
  const last = typeof index === 'number' ? open.findLast((call) => call.index === index) : undefined;
  const named = id ? open.findLast((call) => call.id === id && (typeof index !== 'number' || call.index === index)) : undefined;
  if (named !== undefined) return named;
  const candidate = last ?? (typeof index === 'number' || id ? undefined : open.at(-1));
  if (candidate === undefined) return undefined;
  if (id && candidate.id !== '') return undefined;
  return startsAnother(candidate, name, text) ? undefined : candidate;
}

/** Without an id, a piece with a name begins another call once the arguments before it are whole. */
function startsAnother({ name: current, argumentsText }: OpenCall, name: string | null | undefined, text: string): boolean {
  if (!name || current === '') return false;
  return name !== current || (argumentsText !== '' && text !== '' && parseArguments(argumentsText) !== undefined);
}

/** Some servers close a call by sending all of it once more. */
function isRepeated({ argumentsText }: OpenCall, { name }: CallDelta, text: string): boolean {
  return Boolean(name) && text === argumentsText && parseArguments(text) !== undefined;
}
