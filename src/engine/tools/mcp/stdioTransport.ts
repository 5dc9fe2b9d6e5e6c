import type { Transport } from '@modelcontextprotocol/client';
import { messageOf } from '../../base/messageOf.ts';
import { DisposableStore } from '../../base/disposable.ts';
import type { ServerProcess } from '../../ports/serverProcess.ts';
import { lineReader } from './lineReader.ts';
import type { MessageGuard } from './messageGuard.ts';

/** The client takes what has these two for a program's streams: one that is silent to a newer greeting then gets the older one. */
type ProgramTransport = Transport & { readonly stderr: null; readonly pid: null };

/** One JSON message per line over a program's standard streams. What breaks a limit ends the connection, and the program with it. */
export function stdioTransport(program: ServerProcess, guard: MessageGuard): ProgramTransport {
  const subscriptions = new DisposableStore();
  let isClosed = false;

  const transport: ProgramTransport = {
    stderr: null,
    pid: null,
    start() {
      const lines = lineReader({ onLine: accept, onGrowing: (characters) => failIf(guard.growing(characters)) });
      subscriptions.add({ dispose: () => lines.stop() });
      subscriptions.add(program.onOutput((bytes) => lines.add(bytes)));
      subscriptions.add(program.onEnd((how) => {
        guard.ended(how);
        finish();
      }));
      return Promise.resolve();
    },
    send: (message) => (isClosed ? Promise.reject(new Error('The server has ended.')) : program.write(`${JSON.stringify(message)}\n`)),
    async close() {
      finish();
      await program.end();
    },
  };
  return transport;

  function accept(line: string): void {
    if (line.trim() === '') return;
    const parsed = guard.parse(line);
    if (parsed.type === 'breach') return failIf(parsed.message);
    if (parsed.type === 'junk') return;
    try {
      transport.onmessage?.(parsed.message);
    } catch (error) {
      failIf(guard.breach(`It sent a message that cannot be read: ${messageOf(error)}`));
    }
  }

  /** What follows is dropped: it may be without end. */
  function failIf(breach: string | null): void {
    if (breach === null || isClosed) return;
    transport.onerror?.(new Error(breach));
    finish();
    void program.end();
  }

  function finish(): void {
    if (isClosed) return;
    isClosed = true;
    subscriptions.dispose();
    transport.onclose?.();
  }
}
