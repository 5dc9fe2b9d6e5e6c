/** Files that no editor reads as data with a schema. */
const codeOrProse = /\.(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|c|h|cc|cpp|hpp|cs|php|swift|scala|lua|pl|r|sql|sh|bash|zsh|ps1|css|s[ac]ss|less|html?|vue|svelte|md|mdx|rst|txt)$/i;

/** How JSON, YAML, TOML and XML name the schema that they are to be checked against. */
const names = /\$schema|schemaLocation|#:schema|<\?xml-model|<!DOCTYPE/i;
/** With a scheme, or a host alone; bounded, so that a long text is no long search. */
const addresses = /[a-z0-9+.-]{1,20}:\/\/[^\s"'<>]{1,2000}|(?<=["'])\/\/[\w.-]{1,200}/gi;

/** Who keeps the schemas that half the world's files name. */
const wellKnown = /^https?:\/\/(?:(?:json\.|www\.)?schemastore\.org|json-schema\.org|www\.w3\.org)(?:\/[\w./-]*)?#?$/i;

/**
 * Why a person has to agree to a change, because of a schema's address that it brings into a file: an editor that shows the file asks there
 * for the schema, and the address can say anything that a model has read. `null` where it brings none.
 */
export function schemaAddressConsent(path: string, change: { readonly before: string | null; readonly after: string }): string | null {
  if (codeOrProse.test(path)) return null;
  const after = unescaped(change.after);
  if (!names.test(after)) return null;
  const before = unescaped(change.before ?? '');
  const known = new Set(names.test(before) ? before.match(addresses) : []);
  const added = after.match(addresses)?.find((address) => !known.has(address) && !wellKnown.test(address));
  return added === undefined ? null : `It names a schema at ${shown(added)}, and an editor that shows the file sends a request there.`;
}

/** Without the ways that JSON and YAML have to write a character differently. */
function unescaped(text: string): string {
  return text
    .replaceAll(/\\(?:u|U0000)([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})/g, (_, long: string | undefined, short: string | undefined) => String.fromCharCode(Number.parseInt(long ?? short ?? '', 16)))
    .replaceAll('\\/', '/');
}

function shown(address: string): string {
  return address.length > 200 ? `${address.slice(0, 200)}…` : address;
}
