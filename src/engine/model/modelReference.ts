import { llmProvider } from './provider.ts';

/** Whether a reference names one provider's model (`gemini/pro`, or `rehearsal` for its default) rather than a role or an alias. */
export function isExactModel(reference: string): boolean {
  const [first = '', ...rest] = reference.trim().split('/');
  return rest.length > 0 || llmProvider.shape.kind.options.some((kind) => kind === first);
}
