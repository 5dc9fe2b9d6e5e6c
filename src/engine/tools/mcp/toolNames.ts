import { mcpPrefix } from '../../model/mcpName.ts';
import { byVendorName, vendorName } from '../vendorName.ts';

/** What a model calls a tool of a server. */
export function offeredName(server: string, tool: string): string {
  return vendorName(prefixOf(server), tool);
}

/** The tools of a server by offered name. */
export function byOfferedName<T extends { readonly name: string }>(server: string, tools: readonly T[]): ReadonlyMap<string, T> {
  return byVendorName(prefixOf(server), tools);
}

function prefixOf(server: string): string {
  return `${mcpPrefix}${server}__`;
}
