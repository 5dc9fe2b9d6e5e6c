import type * as sdk from '@modelcontextprotocol/client';
import { shownImage } from '../shownImage.ts';
import type { CallAnswer, ContentPart } from './connection.ts';

/** What a tool answered; structured content counts where there is no other. */
export function callAnswer({ content, structuredContent, isError }: sdk.CallToolResult): CallAnswer {
  const parts = content.map(toPart);
  const structured: readonly ContentPart[] = parts.length === 0 && structuredContent !== undefined ? [{ type: 'text', text: JSON.stringify(structuredContent, null, 2) }] : [];
  return { content: [...parts, ...structured], isError: isError === true };
}

export function resourceAnswer({ contents }: sdk.ReadResourceResult): CallAnswer {
  return { content: contents.map(toResourcePart), isError: false };
}

/** A prompt's messages, each with who says it. */
export function promptAnswer({ messages }: sdk.GetPromptResult): CallAnswer {
  return { content: messages.flatMap(({ role, content }): readonly ContentPart[] => [{ type: 'text', text: `${role}:` }, toPart(content)]), isError: false };
}

function toPart(block: sdk.ContentBlock): ContentPart {
  switch (block.type) {
    case 'text':
      return { type: 'text', text: block.text };
    case 'image':
      return toImage(block);
    case 'audio':
      return toData(block);
    case 'resource_link':
      return { type: 'link', uri: block.uri, name: block.name };
    case 'resource':
      return toResourcePart(block.resource);
  }
}

interface Bytes {
  readonly mimeType: string;
  /** Base64. */
  readonly data: string;
}

/** By what its bytes are, not by what the server says. */
function toImage(block: Bytes): ContentPart {
  const shown = shownImage(Buffer.from(block.data, 'base64'));
  return shown?.image ? { type: 'image', image: shown.image, about: shown.about } : toData(block);
}

function toData({ mimeType, data }: Bytes): ContentPart {
  return { type: 'data', mimeType, bytes: bytesOf(data) };
}

function toResourcePart(resource: sdk.ReadResourceResult['contents'][number]): ContentPart {
  if ('text' in resource) return { type: 'text', text: resource.text };
  return toImage({ mimeType: resource.mimeType ?? 'unknown', data: resource.blob });
}

function bytesOf(base64: string): number {
  return Math.floor((base64.length * 3) / 4);
}
