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
  /\b(?:npm|hf|gsk|r8|ntn|lin_api|sbp|sb_secret|dckr_pat|dckr_oat|shpat|shpss|shppa|dop_v1|doo_v1|pscale_tkn|pul|rnd|figd|hvs|hvb)_(?=[A-Za-z0-9_-]{0,100}\d)[A-Za-z0-9_-]{20,}/g,
  /\b(?:xai|pplx|nvapi|pypi|GOCSPX|ATATT|fw|hvs|dp\.pt|sntrys)[-_.](?=[A-Za-z0-9_-]{0,100}\d)[A-Za-z0-9_-]{20,}/g,
  /\b(?:gl(?:dt|rt|ptt|ft|soat|agent)-[A-Za-z0-9_-]{16,}|ya29\.[A-Za-z0-9_-]{20,}|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}|dapi[a-f0-9]{32}|\d{8,10}:AA[A-Za-z0-9_-]{30,})/g,
  /\beyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}/g,
  /-----BEGIN [A-Z ]{0,30}PRIVATE KEY-----(?:[A-Za-z0-9+/=\s\\:,]|-(?!----)){0,20000}(?:-----END [A-Z ]{0,30}PRIVATE KEY-----)?/g,
];

/** What stands before is kept; the end, where there is one, is only looked at. */
const named: readonly RegExp[] = [
  /(\bhooks\.slack\.com\/services\/)[A-Za-z0-9/]{20,}/g,
  /(\bAccountKey=)[A-Za-z0-9+/]{40,}={0,2}/g,
  /(\b[A-Z0-9_]{0,60}(?:API_KEY|SECRET|SECRET_KEY|ACCESS_KEY|PRIVATE_KEY|AUTH_TOKEN|ACCESS_TOKEN|PASSWORD)=["']?)(?=[^\s"'$<{]{0,100}\d)[^\s"'$<{][^\s"']{11,}/g,
  /(\bBearer\s{1,3})[A-Za-z0-9._~+/-]{12,}=*/g,
  /(\b[a-z][a-z0-9+.-]{1,20}:\/\/[^\s:/@]{1,100}:)[^\s/@]{3,200}(?=@)/gi,
];

/** Replaces everything that has the shape of a vendor's key. */
export function redactShapes(text: string): string {
  const withoutShapes = shapes.reduce((rest, shape) => rest.replace(shape, redacted), text);
  return named.reduce((rest, shape) => rest.replace(shape, `$1${redacted}`), withoutShapes);
}

/**
 * Replaces every given secret: as it is, URL-encoded, in JSON, and in Base64. Values shorter than six characters are not looked for.
 */
export function redactValues(secrets: Iterable<string>): { readonly remove: (text: string) => string; readonly forms: readonly string[] } {
  const known = [...secrets].filter((secret) => secret.length >= shortestSecret).flatMap(formsOf);
  const forms = [...new Set(known)].toSorted((left, right) => right.length - left.length);
  return { forms, remove: (text) => forms.reduce((rest, secret) => rest.replaceAll(secret, redacted), text) };
}

/** Both: every given secret, and everything that has the shape of a vendor's key. */
export function redact(text: string, secrets: readonly string[]): string {
  return redactShapes(redactValues(secrets).remove(text));
}

function formsOf(secret: string): readonly string[] {
  return [secret, encodeURIComponent(secret.replace(/\p{Surrogate}/gu, '\ufffd')), JSON.stringify(secret).slice(1, -1), toBase64(secret)];
}

function toBase64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)));
}
