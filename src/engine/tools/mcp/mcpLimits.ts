/** What a server may cost, and how long it is waited for. */
export interface McpLimits {
  /** From its start until it has named its tools; a package runner may have to download it first. */
  readonly startMs: number;
  /** For the newer greeting, before the older one is tried. */
  readonly greetingMs: number;
  /** For a plain question that only asks whether it is there. */
  readonly pingMs: number;
  /** Longest silence within a call; progress counts as a sign of life. */
  readonly callMs: number;
  /** Of a call as a whole, whatever progress it reports. */
  readonly longestCallMs: number;
  /** Of one message. */
  readonly messageBytes: number;
  /** Of what is no message on its standard output, together. */
  readonly junkBytes: number;
  /** Messages within ten seconds; more is a flood. */
  readonly messagesPerTenSeconds: number;
  /** Resident, with everything it started. */
  readonly memoryBytes: number;
  /** After this it is started anew before the next call. */
  readonly ageMs: number;
  /** Without a call it is ended after this. */
  readonly idleMs: number;
  /** Starts that fail one after the other before it is given up for this phase. */
  readonly failures: number;
  readonly tools: number;
  readonly descriptionCharacters: number;
  readonly schemaCharacters: number;
}

export const defaultMcpLimits: McpLimits = {
  startMs: 60_000,
  greetingMs: 3_000,
  pingMs: 5_000,
  callMs: 120_000,
  longestCallMs: 900_000,
  messageBytes: 8_000_000,
  junkBytes: 200_000,
  messagesPerTenSeconds: 5_000,
  memoryBytes: 2_000_000_000,
  ageMs: 4 * 3_600_000,
  idleMs: 10 * 60_000,
  failures: 5,
  tools: 300,
  descriptionCharacters: 4_000,
  schemaCharacters: 50_000,
};
