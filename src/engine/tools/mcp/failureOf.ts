import type * as sdk from '@modelcontextprotocol/client';
import { revealHidden } from '../../base/hiddenText.ts';
import { messageOf } from '../../base/messageOf.ts';
import { redact } from '../../base/redact.ts';
import { failed, type Failure, type FailureKind } from '../../model/failure.ts';
import type { ServerProcess } from '../../ports/serverProcess.ts';
import type { MessageGuard } from './messageGuard.ts';

export interface FailureContext {
  readonly sdk: typeof sdk;
  readonly guard: MessageGuard;
  readonly process: ServerProcess | null;
  readonly name: string;
}

const longest = 1_500;

/** What went wrong with a server, in the engine's words; what the server itself says is quoted, cleaned and short. */
export function failureOf(error: unknown, { sdk: client, guard, process, name }: FailureContext, signal: AbortSignal): Failure {
  const told = (kind: FailureKind, message: string): Failure => failed(kind, `The MCP server "${name}": ${message}${lastWords(process)}`);
  if (guard.reason !== null) return told('server', guard.reason);
  if (signal.aborted) return failed('cancelled', 'Stopped before the server answered.');
  if (error instanceof client.UnauthorizedError || error instanceof client.InsufficientScopeError) return told('auth', wantsLogin);
  if (error instanceof client.SdkError) return told(...ofClient(error, client));
  if (error instanceof client.ProtocolError) return told(error.code === invalidParams ? 'bad-input' : 'server', `It answered: ${quoted(error.message)}`);
  return told(isNetwork(error) ? 'network' : 'unknown', quoted(causeOf(error)));
}

const wantsLogin = 'It asks for a login, or refuses the one it was given. In VS Code, use "Log In to MCP Server" in the Tools view; or put the header that it wants (Authorization, for example) into your own mcp.json.';

const invalidParams = -32_602;

type Told = readonly [FailureKind, string];

function ofClient(error: sdk.SdkError, { SdkErrorCode: code }: typeof sdk): Told {
  const closed: Told = ['server', 'The connection was closed.'];
  const demanding: Told = ['permission', 'It wants input of a person or answers of a model for this, which is always refused.'];
  const forbidden: Told = ['auth', wantsLogin];
  const known = new Map<sdk.SdkErrorCode, Told>([
    [code.RequestTimeout, ['timeout', 'It did not answer in time.']],
    [code.ConnectionClosed, closed],
    [code.NotConnected, closed],
    [code.SendFailed, closed],
    [code.UnsupportedResultType, demanding],
    [code.InputRequiredRoundsExceeded, demanding],
    [code.ClientHttpAuthentication, forbidden],
    [code.ClientHttpForbidden, forbidden],
    [code.ListPaginationExceeded, ['malformed', 'Its lists never end.']],
    [code.InvalidResult, ['malformed', `Its answer is not of the protocol's form: ${quoted(error.message)}`]],
  ]);
  return known.get(error.code) ?? ['server', quoted(error.message)];
}

function isNetwork(error: unknown): boolean {
  return error instanceof TypeError || (error instanceof Error && error.cause !== undefined);
}

/** `fetch` says only that it failed; why is in its cause. */
function causeOf(error: unknown): string {
  const cause = error instanceof Error ? error.cause : undefined;
  return cause === undefined ? messageOf(error) : `${messageOf(error)}: ${messageOf(cause)}`;
}

function quoted(text: string): string {
  const shown = redact(revealHidden(text), []);
  return shown.length > longest ? `${shown.slice(0, longest)}…` : shown;
}

function lastWords(process: ServerProcess | null): string {
  const text = process?.errorText().trim() ?? '';
  return text === '' ? '' : `\nIt wrote last:\n${quoted(text.slice(-longest))}`;
}
