const metadataHosts = new Set(['metadata', 'metadata.google.internal', 'instance-data', 'instance-data.ec2.internal']);

/**
 * Why a server must not be reached at an address, or `undefined`: https anywhere but link-local and metadata hosts, http on this
 * machine only, nothing secret in it. A `URL` writes every spelling of an IPv4 address with dots, so that spelling is looked at.
 */
export function addressProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'is not an address such as https://example.com/mcp';
  const url = new URL(text);
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '').toLowerCase();
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'is neither https nor http';
  if (url.username !== '' || url.password !== '') return 'contains a user name or password: use a header';
  if (isForbidden(host)) return 'is a link-local, metadata or wildcard address';
  if (url.protocol === 'http:' && !isLoopback(host)) return 'is not encrypted and not on this machine: use https';
  return undefined;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || /^127\.\d+\.\d+\.\d+$/.test(host);
}

function isForbidden(host: string): boolean {
  if (metadataHosts.has(host)) return true;
  if (host.includes(':')) return /^(?:fe[89ab]|ff)/.test(host) || host === '::' || host.startsWith('::ffff:') || host === 'fd00:ec2::254';
  return /^\d+\.\d+\.\d+\.\d+$/.test(host) && (/^(?:169\.254|0)\./.test(host) || /^(?:22[4-9]|2[3-5]\d)\./.test(host) || host === '100.100.100.200');
}
