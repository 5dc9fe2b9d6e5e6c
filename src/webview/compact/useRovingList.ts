import { useState, type KeyboardEvent } from 'react';

const offsets: Readonly<Record<string, number | undefined>> = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/** One tab stop for a list; arrow keys move it. Its items carry `data-phase`. */
export function useRovingList<Id extends string>(ids: readonly Id[]) {
  const [current, setTabStop] = useState<Id | null>(null);
  const tabStop = current !== null && ids.includes(current) ? current : (ids[0] ?? null);
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const offset = offsets[event.key];
    if (offset === undefined || tabStop === null) return;
    event.preventDefault();
    const index = Math.min(ids.length - 1, Math.max(0, ids.indexOf(tabStop) + offset));
    const next = ids[index];
    const items = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-phase]')];
    items.find(({ dataset }) => dataset['phase'] === next)?.focus();
  };
  return { onKeyDown, tabStop, setTabStop };
}
