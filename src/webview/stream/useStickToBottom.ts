import { useCallback, useEffect, useRef, useState, type RefObject } from 'react';

/** Nearer to the end than this many pixels counts as being there. */
const slackPx = 24;

export interface Stick {
  readonly frame: RefObject<HTMLDivElement | null>;
  readonly content: RefObject<HTMLDivElement | null>;
  readonly isAtBottom: boolean;
  readonly onScroll: () => void;
  readonly jump: () => void;
}

/** Keeps a growing text at its end until the person scrolls up, and again once they are back. */
export function useStickToBottom(): Stick {
  const frame = useRef<HTMLDivElement>(null);
  const content = useRef<HTMLDivElement>(null);
  const isSticking = useRef(true);
  const lastTop = useRef(0);
  const [isAtBottom, setIsAtBottom] = useState(true);

  const jump = useCallback(() => {
    isSticking.current = true;
    setIsAtBottom(true);
    frame.current?.scrollTo({ top: frame.current.scrollHeight });
  }, []);
  const onScroll = useCallback(() => {
    if (!frame.current) return;
    const { scrollHeight, scrollTop, clientHeight } = frame.current;
    const isThere = scrollHeight - scrollTop - clientHeight < slackPx;
    // Text that came between a scroll and its event leaves the end further down, and nobody has scrolled up.
    if (isThere || scrollTop < lastTop.current) isSticking.current = isThere;
    lastTop.current = scrollTop;
    setIsAtBottom(isSticking.current);
  }, []);
  useEffect(() => {
    if (!content.current || !frame.current) return undefined;
    const observer = new ResizeObserver(() => {
      if (isSticking.current) frame.current?.scrollTo({ top: frame.current.scrollHeight });
    });
    observer.observe(content.current);
    observer.observe(frame.current);
    return () => observer.disconnect();
  }, []);
  return { frame, content, isAtBottom, onScroll, jump };
}
