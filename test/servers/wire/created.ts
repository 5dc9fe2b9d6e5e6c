import assert from 'node:assert/strict';
import type { Result } from '../../../src/engine/base/result.ts';
import type { Failure } from '../../../src/engine/model/failure.ts';
import type { LanguageModel } from '../../../src/engine/ports/languageModel.ts';

export function created(result: Result<LanguageModel, Failure>): LanguageModel {
  assert.ok(result.ok, JSON.stringify(result));
  return result.value;
}
