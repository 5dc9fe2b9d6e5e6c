import type { ImageMediaType } from '../model/image.ts';
import type { ToolMessage } from '../model/message.ts';
import type { TurnRequest } from '../ports/languageModel.ts';
import { outputText } from './conversation.ts';

export interface ResultContent {
  readonly text: string;
  readonly images: readonly { readonly mediaType: ImageMediaType; readonly base64: string }[];
}

const unseen = '(You cannot see the image of this result: images of this kind are not sent to you. Do not guess what it shows.)';

/** A tool's result as a model gets it: with the images that it takes, and told so where it does not see one. */
export function resultContent(message: ToolMessage, request: Pick<TurnRequest, 'images'>, takes: ReadonlySet<ImageMediaType>): ResultContent {
  const { output, isError, images: refs = [] } = message;
  const images = refs.flatMap(({ mediaType, content }) => {
    const base64 = request.images?.get(content.hash);
    return base64 === undefined || isError || !takes.has(mediaType) ? [] : [{ mediaType, base64 }];
  });
  return { images, text: images.length < refs.length ? `${outputText(output)}\n${unseen}` : outputText(output) };
}
