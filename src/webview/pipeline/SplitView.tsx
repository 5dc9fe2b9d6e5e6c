import { useRef, useState, type KeyboardEvent, type PointerEvent, type ReactNode } from 'react';
import { save, savedState } from '../host.ts';

const minShare = 0.2;
const maxShare = 0.8;
const keyStep = 0.04;

function clamp(share: number): number {
  return Math.min(maxShare, Math.max(minShare, share));
}

/** Two parts, side by side where there is room, one above the other where there is not; the border between them moves. */
export function SplitView({ first, second }: { readonly first: ReactNode; readonly second: ReactNode }) {
  const frame = useRef<HTMLDivElement>(null);
  const [share, setShare] = useState(() => clamp(savedState().paneShare ?? 0.42));
  const change = (next: number): void => {
    setShare(clamp(next));
    save({ paneShare: clamp(next) });
  };
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId) || !frame.current) return;
    const box = frame.current.getBoundingClientRect();
    const isRow = getComputedStyle(frame.current).flexDirection === 'row';
    change(isRow ? (box.right - event.clientX) / box.width : (box.bottom - event.clientY) / box.height);
  };
  const onKeyDown = ({ key }: KeyboardEvent): void => {
    if (key === 'ArrowLeft' || key === 'ArrowUp') change(share + keyStep);
    if (key === 'ArrowRight' || key === 'ArrowDown') change(share - keyStep);
  };
  return (
    <div ref={frame} className="split">
      <div className="split-first">{first}</div>
      <div
        className="split-border"
        role="separator"
        tabIndex={0}
        aria-label="Size of the phase pane"
        aria-valuenow={Math.round(share * 100)}
        aria-valuemin={minShare * 100}
        aria-valuemax={maxShare * 100}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={onKeyDown}
      />
      <div className="split-second" style={{ flexBasis: `${share * 100}%` }}>{second}</div>
    </div>
  );
}
