import type { JsonObject } from '../../engine/model/json.ts';
import type { Tone } from '../text/status.ts';

const badgeKeys = new Set(['status', 'severity', 'verdict', 'priority', 'risk', 'outcome', 'result', 'level', 'confidence', 'effort', 'impact', 'likelihood', 'kind', 'type', 'change', 'action']);
const maxBadgeLength = 24;

const tones: Readonly<Record<string, Tone>> = {
  ...toneOf('success', 'pass', 'passed', 'ok', 'approve', 'approved', 'accepted', 'done', 'completed', 'success', 'succeeded', 'met', 'resolved', 'created', 'added'),
  ...toneOf('attention', 'medium', 'moderate', 'major', 'warning', 'warn', 'partial', 'concerns', 'needs-work', 'revise', 'request-changes', 'changes-requested', 'open', 'blocked', 'deferred', 'modified'),
  ...toneOf('danger', 'fail', 'failed', 'failure', 'reject', 'rejected', 'critical', 'high', 'blocker', 'error', 'unmet', 'not-met', 'deleted'),
};

function toneOf(tone: Tone, ...words: readonly string[]): Record<string, Tone> {
  return Object.fromEntries(words.map((word) => [word, tone]));
}

/** Words from a closed list, and fields that are named like one, are read at a glance. */
export function isBadge(key: string, text: string, schema: JsonObject): boolean {
  const isShort = text.length > 0 && text.length <= maxBadgeLength && !text.includes('\n');
  return isShort && (Array.isArray(schema['enum']) || badgeKeys.has(key));
}

export function badgeTone(text: string): Tone {
  const word = text.toLowerCase().replaceAll(/[\s_]+/g, '-');
  return Object.hasOwn(tones, word) ? (tones[word] ?? 'neutral') : 'neutral';
}
