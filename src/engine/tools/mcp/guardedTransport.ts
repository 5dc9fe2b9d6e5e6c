import type { Transport } from '@modelcontextprotocol/client';
import type { MessageGuard } from './messageGuard.ts';

/** A transport with a watch over what comes in: one message too many ends it. */
export function guardedTransport(inner: Transport, guard: MessageGuard): Transport {
  const outer: Transport = {
    hasPerRequestStream: inner.hasPerRequestStream === true,
    get sessionId() { return inner.sessionId; },
    start() {
      inner.onclose = () => outer.onclose?.();
      inner.onerror = (error) => outer.onerror?.(error);
      inner.onmessage = (message, extra) => {
        if (guard.look(message) === null) outer.onmessage?.(message, extra);
        else void inner.close();
      };
      return inner.start();
    },
    send: (message, options) => inner.send(message, options),
    close: () => inner.close(),
    setProtocolVersion: (version) => inner.setProtocolVersion?.(version),
    setSupportedProtocolVersions: (versions) => inner.setSupportedProtocolVersions?.(versions),
  };
  return outer;
}
