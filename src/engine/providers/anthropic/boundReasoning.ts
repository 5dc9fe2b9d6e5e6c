/**
 * Models whose signed reasoning holds only while everything before it is sent as it was; else the vendor refuses the request ("bound to a
 * different conversation"). platform.claude.com, "What's new in Claude Fable 5.1" (preserved thinking) and "… in Claude Sonnet 5.5".
 */
export function bindsReasoning(model: string): boolean {
  return /^claude-[a-z]+-(?:5-[1-9]|[6-9]|\d\d)(?:-|$)/.test(model);
}
