import * as z from 'zod';

/** What a vendor's error says, whatever its shape. */
export interface ErrorBody {
  /** In the vendor's words, uncleaned. */
  readonly said: string;
  /** Its machine-readable names (codes, reasons, types), the most specific first. */
  readonly names: readonly string[];
  /** A number among them that is an HTTP status: inside a stream it is the only one there is. */
  readonly status?: number;
  readonly requestId?: string;
  readonly retryAfterMs?: number;
}

const anything = z.record(z.string(), z.unknown());
type Shape = z.infer<typeof anything>;

/** Reads the error shapes of Anthropic, OpenAI, Gemini and the servers that resemble them; any other text speaks for itself. */
export function errorBody(body: unknown): ErrorBody {
  const outer = toShape(body);
  if (outer === null) return { said: typeof body === 'string' ? body : '', names: [] };
  const inner = toShape(outer['error']) ?? outer;
  const details = listOf(inner['details']);
  const names = [textOf(inner['code']), ...details.map(({ reason }) => textOf(reason)), textOf(inner['type']), textOf(inner['status'])];
  const status = [inner['code'], inner['status'], outer['status_code']].find(isErrorStatus);
  const requestId = textOf(outer['request_id']) || textOf(inner['request_id']);
  const retryAfterMs = details.map(({ retryDelay }) => toMs(textOf(retryDelay))).find((ms) => ms !== undefined);
  return {
    said: wordsOf(outer, inner),
    names: names.filter((name) => name !== ''),
    ...(status === undefined ? {} : { status }),
    ...(requestId === '' ? {} : { requestId }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
  };
}

/** An object as it is, or from JSON text; Gemini wraps some in a list. */
function toShape(value: unknown): Shape | null {
  const read = typeof value === 'string' ? parsed(value) : value;
  const shape = anything.safeParse(Array.isArray(read) ? read[0] : read);
  return shape.success ? shape.data : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A router's own message says only that its upstream failed; what that said stands in `metadata.raw`. */
function wordsOf(outer: Shape, inner: Shape): string {
  const upstream = textOf(toShape(inner['metadata'])?.['raw']);
  const said = [inner['message'], outer['error'], outer['message'], outer['detail'], listOf(outer['detail'])[0]?.['msg']].map(textOf).find((text) => text !== '') ?? '';
  return upstream === '' ? said : `${said} (${upstream})`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function listOf(value: unknown): readonly Shape[] {
  return Array.isArray(value) ? value.map(toShape).filter((shape) => shape !== null) : [];
}

function isErrorStatus(value: unknown): value is number {
  return typeof value === 'number' && value >= 400 && value < 600;
}

/** A protobuf duration, such as `17s` or `0.25s`. */
function toMs(duration: string): number | undefined {
  return /^\d+(\.\d+)?s$/.test(duration) ? Number(duration.slice(0, -1)) * 1_000 : undefined;
}
