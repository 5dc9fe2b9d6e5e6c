const limitCharacters = 600;

/** Terminal sequences: CSI, OSC and two-character escapes. */
// oxlint-disable-next-line no-control-regex -- control characters are what this removes
const escapes = /\u001b\[[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\u001b[@-Z\\-_]|\u009b[0-?]*[ -/]*[@-~]/g;
// oxlint-disable-next-line no-control-regex -- control characters are what this removes
const controls = /[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]|[\u{e0000}-\u{e007f}]/gu;
/** Shapes of keys that vendors use, wherever they come from. */
const keyShapes = /\b(?:sk|rk|pk)-[A-Za-z0-9_-]{12,}|\bBearer\s+[A-Za-z0-9._~+/-]{8,}=*|\bAIza[A-Za-z0-9_-]{20,}/g;

/**
 * One line about a vendor's error that a person can read: no markup, no control characters, no secrets, at most 600 characters.
 * Secrets go first and last, so that neither markup nor escapes inside a key can save it.
 */
export function toErrorText(raw: string, secrets: readonly string[]): string {
  const text = raw
    .slice(0, 50 * limitCharacters)
    .replace(/<(script|style|head)\b[\s\S]*?(<\/\1\s*>|$)/gi, ' ')
    .replace(/<[^>]{0,2000}>?/g, ' ')
    .replace(escapes, '')
    .replace(controls, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const safe = redact(text, secrets);
  return safe.length > limitCharacters ? `${safe.slice(0, limitCharacters)}…` : safe;
}

/** Replaces every known secret, and everything that has the shape of a vendor's key. */
export function redact(text: string, secrets: readonly string[]): string {
  return secrets
    .filter((secret) => secret.length > 0)
    .flatMap((secret) => [secret, encodeURIComponent(secret), Buffer.from(secret).toString('base64')])
    .reduce((rest, secret) => rest.replaceAll(secret, '[key]'), text)
    .replace(keyShapes, '[key]');
}
