import type { Result } from '../base/result.ts';
import type { ContentHash } from '../model/ids.ts';
import type { McpSource } from '../model/mcpServer.ts';

/** What a login brought. The tokens stand by themselves, so that they can be kept out of everything else. */
export interface Login {
  readonly accessToken: string;
  readonly refreshToken: string | null;
  /** Everything else that renews it, as JSON. */
  readonly details: string;
}

/** Where the login to one server is kept, by exactly one definition of it. */
export interface LoginStore {
  /** Where the storage fails there is none. */
  read(): Promise<Login | undefined>;
  write(login: Login): Promise<void>;
  remove(): Promise<void>;
}

export interface LoginPlace {
  readonly server: string;
  readonly source: McpSource;
  /** Of the definition as written: a login is good for this and nothing else. */
  readonly definition: ContentHash;
}

export type Logins = (place: LoginPlace) => LoginStore;

/** A person's way through their browser, and back. */
export interface BrowserVisit {
  /** Where the browser is sent back to. */
  readonly redirectUrl: string;
  /** Shows the person where they would go, goes there, and waits for their return with this state. The error says why they did not. */
  go(address: URL, state: string, signal: AbortSignal): Promise<Result<URLSearchParams, string>>;
}
