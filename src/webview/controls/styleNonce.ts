/**
 * The toolkit probes for `:focus-visible` with a style element when it loads, and takes the nonce for it from a `meta` element.
 * Without it the probe fails under the content security policy, and every control shows its focus ring on click.
 * Imported before anything of the toolkit.
 */
const nonce = document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
if (nonce !== undefined && nonce !== '' && !document.querySelector('meta[property="csp-nonce"]')) {
  const meta = document.createElement('meta');
  meta.setAttribute('property', 'csp-nonce');
  meta.setAttribute('content', nonce);
  document.head.append(meta);
}
