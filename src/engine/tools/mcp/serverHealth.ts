/** How a server is right now. */
export type ServerHealth =
  | { readonly type: 'starting' }
  | { readonly type: 'running'; readonly tools: number }
  /** Not needed, or told to end; the next call starts it. */
  | { readonly type: 'stopped' }
  /** It did not start, died or was ended for what it did; the next call tries again. */
  | { readonly type: 'failed'; readonly message: string };

/** Told at each change. */
export type OnServerHealth = (server: string, health: ServerHealth) => void;
