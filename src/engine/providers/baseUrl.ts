import { isIP } from 'node:net';
import { err, ok, type Result } from '../base/result.ts';
import { failed, type Failure } from '../model/failure.ts';

const metadataHosts = new Set(['metadata', 'metadata.google.internal', 'instance-data', 'instance-data.ec2.internal']);

/**
 * Accepts a vendor's address: https anywhere but link-local and metadata hosts, http on this machine only.
 * The answer has no trailing slash. A key would go wherever this points, so doubt is refused.
 */
export function checkBaseUrl(text: string): Result<string, Failure> {
  const url = URL.canParse(text) ? new URL(text) : null;
  const problem = url === null ? 'is not a URL' : problemOf(url);
  if (url === null || problem !== null) return err(failed('bad-input', `The model address ${JSON.stringify(text.slice(0, 200))} ${problem}. Use https://…, or http:// on this machine.`));
  return ok(url.href.replace(/\/+$/, ''));
}

/** Whether an address leads to this machine. */
export function isLoopbackUrl(text: string): boolean {
  return URL.canParse(text) && isLoopback(hostOf(new URL(text)));
}

function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '').toLowerCase();
}

function problemOf(url: URL): string | null {
  const host = hostOf(url);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'is neither https nor http';
  if (url.username !== '' || url.password !== '') return 'contains a user name or password';
  if (url.search !== '' || url.hash !== '') return 'contains a query or fragment';
  if (isForbidden(host)) return 'is a link-local, metadata or wildcard address';
  if (url.protocol === 'http:' && !isLoopback(host)) return 'is not encrypted and not on this machine';
  return null;
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host.endsWith('.localhost') || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function isForbidden(host: string): boolean {
  if (metadataHosts.has(host)) return true;
  const family = isIP(host);
  if (family === 4) return host.startsWith('169.254.') || host.startsWith('0.') || /^(22[4-9]|2[3-5]\d)\./.test(host) || host === '100.100.100.200';
  if (family === 6) return /^(fe[89ab]|ff)/.test(host) || host === '::' || host.startsWith('::ffff:') || host === 'fd00:ec2::254';
  return false;
}
