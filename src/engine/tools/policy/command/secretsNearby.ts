import { expandBraces } from '../../glob.ts';
import { shown } from '../pathNames.ts';
import { readProtection, secretExamples } from '../protectedPaths.ts';

/** Why a pattern for names asks, or `null`: it is about files with secrets. A mere `*` is not about anything. */
export function patternDoubt(pattern: string): string | null {
  if (pattern.startsWith('!')) return null;
  const alternatives = expandBraces(pattern.replace(/\\(.)/g, '$1'));
  for (const alternative of alternatives) {
    const found = alternative.replace(/^.*[:)]/, '').split('/').map(secretMeant).find((name) => name !== undefined);
    if (found !== undefined) return `"${shown(pattern)}" is a pattern for files such as ${found}, which can hold secrets.`;
  }
  return null;
}

/** A secret file or folder that a pattern for one name is about. */
function secretMeant(name: string): string | undefined {
  if (/^\**$/.test(name)) return undefined;
  if (readProtection([name]) !== undefined) return name;
  const extension = /^\*(\.\w+)$/.exec(name)?.[1];
  if (extension !== undefined) return [`x${extension}`, extension].find((example) => secretExamples.includes(example));
  const test = patternTest(name);
  return [...secretExamples, '.git', '.ssh', '.aws'].find((secret) => test.test(secret));
}

function patternTest(name: string): RegExp {
  return new RegExp(`^${name.split('*').map((part) => part.replace(/[.+^${}()|]/g, '\\$&').replaceAll('?', '.').replace(/\[!?[^\]]*\]?/g, '.')).join('.*')}$`, 'i');
}
