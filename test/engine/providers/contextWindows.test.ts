import assert from 'node:assert/strict';
import { contextTokensOf } from '../../../src/engine/providers/contextWindows.ts';

describe('the windows of models', () => {
  const windows: Readonly<Record<string, number | undefined>> = {
    'anthropic/claude-opus-5-5': 1_000_000,
    'anthropic/claude-sonnet-5': 1_000_000,
    'anthropic/claude-fable-5-1': 1_000_000,
    'anthropic/claude-haiku-5-5': 200_000,
    'anthropic/claude-opus-4-8': 200_000,
    'anthropic/claude-haiku-4-5-20251001': 200_000,
    'anthropic/claude-3-7-sonnet-latest': 200_000,
    'openai/gpt-6.1-sol': 272_000,
    'openai/gpt-4o-mini': 128_000,
    'gemini/gemini-3.8-flash': 1_000_000,
    'gemini/gemini-1.5-pro': undefined,
    'openai-compatible/gpt-5.4': undefined,
  };
  for (const [reference, tokens] of Object.entries(windows)) it(`hold ${tokens ?? 'nobody knows how many'} tokens: ${reference}`, () => assert.equal(contextTokensOf(reference), tokens));
});
