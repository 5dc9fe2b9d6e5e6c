import type { Question } from '../../engine/model/wait.ts';

/** What fits on the buttons of a notification before the editor cuts their labels. */
const roomForLabels = 28;

/**
 * The answers that a notification offers: all where they fit; of an approval the first, which allows least, and the last, which
 * refuses; else none, because some of many would look like all. The panel and the command `answer` offer every one.
 */
export function noticeOptions({ kind, options }: Pick<Question, 'kind' | 'options'>): readonly string[] {
  if (options.length <= 3 && options.join('').length <= roomForLabels) return options;
  return kind === 'approval' ? [...options.slice(0, 1), ...options.slice(-1)] : [];
}
