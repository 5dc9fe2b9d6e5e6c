import assert from 'node:assert/strict';
import { answerResult } from '../../../../src/engine/tools/mcp/answerText.ts';
import { callAnswer, resourceAnswer } from '../../../../src/engine/tools/mcp/contentParts.ts';
import { png } from '../../../servers/tinyImages.ts';

const picture = png(4, 3).toString('base64');
const about = `image/png, ${png(4, 3).length} bytes, 4 × 3 pixels`;

describe('what a server answers', () => {
  it('is shown to models where it is an image, known by its bytes, in tools and resources', () => {
    const result = answerResult(callAnswer({ content: [{ type: 'text', text: 'Here:' }, { type: 'image', mimeType: 'image/x-strange', data: picture }] }));
    assert.deepEqual(result, { outcome: 'ok', output: `Here:\n[image: ${about}]`, images: [{ mediaType: 'image/png', base64: picture }] });
    assert.deepEqual(answerResult(resourceAnswer({ contents: [{ uri: 'file:///a', mimeType: 'image/png', blob: picture }] })).images, result.images);
  });

  it('is named only where it is something else, too large, or part of a failure', () => {
    const large = Buffer.concat([png(4, 3), Buffer.alloc(3_500_000)]).toString('base64');
    const parts = [{ type: 'image', mimeType: 'image/png', data: Buffer.from('no image').toString('base64') }, { type: 'image', mimeType: 'image/png', data: large }, { type: 'audio', mimeType: 'audio/wav', data: picture }] as const;
    for (const part of parts) {
      const { output, images } = answerResult(callAnswer({ content: [part] }));
      assert.match(output, /^\[(?:image\/png|audio\/wav), [\d,]+ bytes, not shown\]$/);
      assert.equal(images, undefined);
    }
    assert.equal(answerResult(callAnswer({ isError: true, content: [{ type: 'image', mimeType: 'image/png', data: picture }] })).images, undefined);
  });

  it('is shown in its first five images', () => {
    const { output, images } = answerResult(callAnswer({ content: Array.from({ length: 7 }, (_, index) => ({ type: 'image' as const, mimeType: 'image/png', data: png(4, index + 1).toString('base64') })) }));
    assert.deepEqual([output.split('\n').length, images?.length], [7, 5]);
  });
});
