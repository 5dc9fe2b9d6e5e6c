import type { JSONRPCMessage } from '@modelcontextprotocol/client';
import type { Log } from '../../ports/log.ts';
import type { McpLimits } from './mcpLimits.ts';

export type Parsed =
  | { readonly type: 'message'; readonly message: JSONRPCMessage }
  | { readonly type: 'junk' }
  | { readonly type: 'breach'; readonly message: string };

/** Watches what a server sends. The first breach of a limit, or the server's end, is why the connection is over. */
export interface MessageGuard {
  /** A message that is not complete yet; why it is too much, or `null`. */
  growing(characters: number): string | null;
  parse(text: string): Parsed;
  /** Looks at a message that was parsed elsewhere; why it is one too many, or `null`. */
  look(message: unknown): string | null;
  /** Notes a further reason to end it, and answers it. */
  breach(message: string): string;
  ended(how: string): void;
  /** Why the connection is over, if the server brought that about. */
  readonly reason: string | null;
  /** The server said that its tools changed, since this was last asked. */
  takeToolsChanged(): boolean;
}

export interface GuardOptions {
  readonly limits: McpLimits;
  readonly server: string;
  readonly log: Log;
  readonly monotonicMs: () => number;
}

const windowMs = 10_000;

export function messageGuard({ limits, server, log, monotonicMs }: GuardOptions): MessageGuard {
  let reason: string | null = null;
  let junkBytes = 0;
  let windowStartMs = monotonicMs();
  let messages = 0;
  let haveToolsChanged = false;
  const refused = new Set<string>();

  const breach = (message: string): string => {
    reason ??= message;
    return message;
  };

  function look(message: unknown): string | null {
    const nowMs = monotonicMs();
    if (nowMs - windowStartMs > windowMs) [windowStartMs, messages] = [nowMs, 0];
    messages += 1;
    if (messages > limits.messagesPerTenSeconds) return breach(`It sent more than ${limits.messagesPerTenSeconds} messages within ten seconds.`);
    const method = typeof message === 'object' && message !== null && 'method' in message ? message.method : undefined;
    if (method === 'notifications/tools/list_changed') haveToolsChanged = true;
    if (typeof method === 'string' && wishes.has(method) && !refused.has(method)) {
      refused.add(method);
      log.warn(`The MCP server "${server}" asked for ${wishes.get(method)}. That is always refused.`);
    }
    return null;
  }

  return {
    growing: (characters) => (characters > limits.messageBytes ? breach(`It sent a message of more than ${limits.messageBytes.toLocaleString('en')} characters.`) : null),
    parse(text) {
      const message = parseMessage(text);
      if (message === null) {
        junkBytes += text.length + 1;
        if (junkBytes > limits.junkBytes) return { type: 'breach', message: breach(`It wrote more than ${limits.junkBytes.toLocaleString('en')} characters to its standard output that are no messages.`) };
        return { type: 'junk' };
      }
      const problem = look(message);
      return problem === null ? { type: 'message', message } : { type: 'breach', message: problem };
    },
    look,
    breach,
    ended: (how) => void (reason ??= how),
    get reason() {
      return reason;
    },
    takeToolsChanged() {
      const changed = haveToolsChanged;
      haveToolsChanged = false;
      return changed;
    },
  };
}

/** What servers ask of the program that uses them, and what phases never give. */
const wishes: ReadonlyMap<string, string> = new Map([
  ['sampling/createMessage', 'answers of the model'],
  ['elicitation/create', 'input of the person'],
  ['roots/list', 'the folders that are open'],
]);

/** The protocol's own shape is checked by its client; here only that it is a message at all. */
function parseMessage(text: string): JSONRPCMessage | null {
  try {
    const value: unknown = JSON.parse(text);
    return isMessage(value) ? value : null;
  } catch {
    return null;
  }
}

function isMessage(value: unknown): value is JSONRPCMessage {
  return typeof value === 'object' && value !== null && 'jsonrpc' in value && value.jsonrpc === '2.0' && ('method' in value || 'id' in value);
}
