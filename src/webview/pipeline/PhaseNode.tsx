import { Handle, Position, type NodeProps } from '@xyflow/react';
import { memo, useEffect, useRef } from 'react';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Elapsed } from '../controls/Elapsed.tsx';
import { Icon } from '../icons/Icon.tsx';
import { useIsSelected, usePhase } from '../store/selectors.ts';
import { select } from '../store/store.ts';
import { formatCost, formatLoop, formatTokens } from '../text/format.ts';
import { statusOf } from '../text/status.ts';
import { taintText } from '../text/taint.ts';
import { canvas, setTabStop, useIsFar, useIsTabStop } from './canvasState.ts';
import type { PhaseNodeType } from './nodes.ts';

/** One phase on the canvas. It knows its id only and subscribes to the rest, so that a change renders one node. */
export const PhaseNode = memo(function PhaseNode({ data }: NodeProps<PhaseNodeType>) {
  const phase = usePhase(data.phase);
  const isFar = useIsFar();
  return (
    <>
      <Handle type="target" position={data.direction === 'right' ? Position.Left : Position.Top} isConnectable={false} />
      {phase && <PhaseButton phase={phase} isFar={isFar} />}
      <Handle type="source" position={data.direction === 'right' ? Position.Right : Position.Bottom} isConnectable={false} />
    </>
  );
});

function PhaseButton({ phase, isFar }: { readonly phase: PhaseView; readonly isFar: boolean }) {
  const isSelected = useIsSelected(phase.id);
  const isTabStop = useIsTabStop(phase.id);
  const look = statusOf(phase);
  const element = useFocusWhenAsked(isTabStop);
  return (
    <button
      ref={element}
      type="button"
      className={`node tone-${look.tone} is-${phase.status} ${isFar ? 'is-far' : ''}`}
      data-phase={phase.id}
      tabIndex={isTabStop ? 0 : -1}
      aria-pressed={isSelected}
      aria-label={labelOf(phase)}
      onClick={() => select(phase.id)}
      onFocus={() => setTabStop(phase.id)}
    >
      {isFar ? <FarFace phase={phase} /> : <NearFace phase={phase} />}
    </button>
  );
}

function useFocusWhenAsked(isTabStop: boolean) {
  const element = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (!isTabStop) return undefined;
    const focus = (): void => element.current?.focus({ preventScroll: true });
    if (canvas.getState().focusRequest > 0 && document.activeElement?.closest('.canvas')) focus();
    return canvas.subscribe((after, before) => {
      if (after.focusRequest !== before.focusRequest) focus();
    });
  }, [isTabStop]);
  return element;
}

function FarFace({ phase }: { readonly phase: PhaseView }) {
  return <span className="node-far"><Icon name={statusOf(phase).icon} /><span className="node-name">{phase.name}</span></span>;
}

function NearFace({ phase }: { readonly phase: PhaseView }) {
  const look = statusOf(phase);
  return (
    <>
      <span className="node-row">
        <span className="node-name" title={phase.name}>{phase.name}</span>
        <span className="node-time"><Elapsed startedAt={phase.startedAt} endedAt={phase.endedAt ?? phase.pausedAt} /></span>
      </span>
      <span className="node-row">
        <span className="status"><Icon name={look.icon} /><span>{look.label}</span></span>
        <span className="node-facts">
          <Taint phase={phase} />
          {phase.loop && <span className="node-fact"><Icon name="loop" />{formatLoop(phase.loop)}</span>}
          {phase.attempts > 1 && !phase.loop && <span className="node-fact" title={`${phase.attempts} attempts`}><Icon name="retry" />{phase.attempts}</span>}
        </span>
      </span>
      <span className="node-row is-quiet">
        {phase.tool === null ? <span className="node-model">{phase.model}</span> : <span className="node-tool"><Icon name="tool" /><span>{phase.tool}</span></span>}
      </span>
      {phase.attempts > 0 && <span className="node-row is-quiet node-usage"><span>{formatTokens(phase.usage)}</span><span>{formatCost(phase.usage)}</span></span>}
      {phase.loop?.total ? <progress className="node-progress" max={phase.loop.total} value={phase.loop.done} aria-hidden="true" /> : null}
    </>
  );
}

/** Its own output was accepted unvalidated, or what it rests on was. */
function Taint({ phase: { artifact, restsOnForced } }: { readonly phase: PhaseView }) {
  if (artifact?.isForced) return <span className="node-forced" title="Accepted although it did not validate">forced</span>;
  return restsOnForced.length > 0 ? <span className="node-forced" title={taintText(restsOnForced)}><Icon name="warning" /></span> : null;
}

function labelOf(phase: PhaseView): string {
  const parts = [phase.name, statusOf(phase).label, phase.loop ? formatLoop(phase.loop) : '', phase.tool === null ? '' : `using ${phase.tool}`, phase.artifact?.isForced ? 'accepted unvalidated' : taintText(phase.restsOnForced)];
  return parts.filter((part) => part !== '').join(', ');
}
