import { createHash } from 'node:crypto';

/** The vendors' common limit for names of tools. */
const longest = 64;

/** What a model calls a tool from outside. Vendors take letters, digits, `_` and `-` only; what is cut or changed beyond telling apart gets a mark of its own. */
export function vendorName(prefix: string, tool: string): string {
  const name = `${prefix}${tool.replaceAll(/[^A-Za-z0-9_-]/g, '_')}`;
  return name.length <= longest ? name : `${name.slice(0, longest - 9)}_${mark(tool)}`;
}

/** Tools by the names that models call them. Two that would get the same one are both marked, so that neither can pose as the other. */
export function byVendorName<T extends { readonly name: string }>(prefix: string, tools: readonly T[]): ReadonlyMap<string, T> {
  const plain = tools.map((tool) => vendorName(prefix, tool.name));
  return new Map(tools.map((tool, index) => {
    const name = plain[index] ?? '';
    const isShared = plain.indexOf(name) !== plain.lastIndexOf(name);
    return [isShared ? `${name.slice(0, longest - 9)}_${mark(tool.name)}` : name, tool];
  }));
}

function mark(tool: string): string {
  return createHash('sha256').update(tool).digest('hex').slice(0, 8);
}
