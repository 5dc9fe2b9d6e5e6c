/** What stands where a secret was. */
export const redacted = '[redacted]';

/** Below this an exact value would tear holes into ordinary text. */
const shortestSecret = 6;

/** Shapes of keys that vendors publish, wherever they come from. */
const shapes: readonly RegExp[] = [
  /\b(?:sk|rk|pk)-(?=[A-Za-z_-]{0,100}\d)[A-Za-z0-9_-]{16,}/g,
  /\b(?:sk|rk|pk|whsec)_(?:live_|test_)?[A-Za-z0-9]{16,}/g,
  /\bAIza[A-Za-z0-9_-]{30,}/g,
  /\b(?:gh[oprsu]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,}|glpat-[A-Za-z0-9_-]{16,})/g,
  /\bxox[abeprs]-[A-Za-z0-9-]{10,}/g,
  /\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g,
  /\b(?:npm|hf)_[A-Za-z0-9]{20,}/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  /(?<=\bBearer\s{1,3})[A-Za-z0-9._~+/-]{12,}=*/g,
  /(?<=\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:)[^\s/@]{3,200}(?=@)/gi,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[^-]|-(?!----)){0,20000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
];

/**
 * Replaces every given secret (as it is, URL-encoded, in JSON, and in Base64) and everything that has the shape of a vendor's key.
 * Values shorter than six characters are not looked for.
 */
export function redact(text: string, secrets: readonly string[]): string {
  const known = secrets.filter((secret) => secret.length >= shortestSecret).flatMap(formsOf);
  const longestFirst = [...new Set(known)].toSorted((left, right) => right.length - left.length);
  const withoutKnown = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, redacted), text);
  return shapes.reduce((rest, shape) => rest.replace(shape, redacted), withoutKnown);
}

function formsOf(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret.replace(/\p{Surrogate}/gu, '\ufffd')), JSON.stringify(secret).slice(1, -1), toBase64(secret)];
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
