import type { PhaseId } from '../../engine/model/ids.ts';
import { Badge } from '../controls/Badge.tsx';
import { Elapsed } from '../controls/Elapsed.tsx';
import { IconButton } from '../controls/IconButton.tsx';
import { StatusLabel } from '../controls/StatusLabel.tsx';
import { send } from '../host.ts';
import { Icon } from '../icons/Icon.tsx';
import { EmptyState } from '../pipeline/EmptyState.tsx';
import { Announcer } from '../pipeline/PipelinePage.tsx';
import { AutoSwitch, RunActions } from '../pipeline/RunActions.tsx';
import { RunMessage } from '../pipeline/Toolbar.tsx';
import { useContent, useIsSelected, usePhase, useRun, useShape } from '../store/selectors.ts';
import { select } from '../store/store.ts';
import { formatCost, formatLoop, formatTokens } from '../text/format.ts';
import { runStatusOf, statusOf } from '../text/status.ts';
import { taintText } from '../text/taint.ts';
import { useRovingList } from './useRovingList.ts';

/** The run in the width of a sidebar. */
export function CompactPage() {
  const content = useContent();
  const run = useRun();
  if (content.type === 'empty') return <EmptyState reason={content.reason} message={content.message} />;
  if (!run) return <p className="loading">Loading the run…</p>;
  return (
    <main className="page compact-page">
      <header className="compact-header">
        <div className="compact-title">
          <h1 title={run.goal}>{run.goal === '' ? run.templateName : run.goal}</h1>
          <IconButton icon="external" label="Open the pipeline" onClick={() => send({ type: 'open-panel' })} />
        </div>
        <p className="toolbar-facts">
          <StatusLabel look={runStatusOf(run)} />
          <span className="number">{formatTokens(run.usage)}</span>
          <span className="number">{formatCost(run.usage)}</span>
        </p>
        <div className="compact-actions"><RunActions run={run} isCompact /><AutoSwitch run={run} /></div>
      </header>
      <RunMessage run={run} />
      <PhaseList />
      <Announcer />
    </main>
  );
}

function PhaseList() {
  const shape = useShape();
  const { onKeyDown, tabStop, setTabStop } = useRovingList(shape.map(({ id }) => id));
  return (
    <ul className="phase-list" aria-label="Phases" onKeyDown={onKeyDown}>
      {shape.map(({ id }) => <PhaseRow key={id} id={id} isTabStop={id === tabStop} onFocus={setTabStop} />)}
    </ul>
  );
}

interface PhaseRowProps {
  readonly id: PhaseId;
  readonly isTabStop: boolean;
  readonly onFocus: (id: PhaseId) => void;
}

function PhaseRow({ id, isTabStop, onFocus }: PhaseRowProps) {
  const phase = usePhase(id);
  const isSelected = useIsSelected(id);
  if (!phase) return null;
  const look = statusOf(phase);
  const open = (): void => {
    select(id);
    send({ type: 'open-panel' });
  };
  return (
    <li>
      <button type="button" className={`phase-row tone-${look.tone} is-${phase.status}`} data-phase={id} tabIndex={isTabStop ? 0 : -1} aria-pressed={isSelected} onClick={open} onFocus={() => onFocus(id)}>
        <span className="phase-mark"><Icon name={look.icon} /></span>
        <span className="phase-body">
          <span className="node-row">
            <span className="node-name">{phase.name}</span>
            <span className="node-time"><Elapsed startedAt={phase.startedAt} endedAt={phase.endedAt ?? phase.pausedAt} /></span>
          </span>
          <span className="node-row is-quiet">
            <span className="phase-word">{look.label}{phase.tool !== null && ` · ${phase.tool}`}</span>
            {phase.artifact?.isForced && <Badge tone="attention" title="Accepted although it did not validate">forced</Badge>}
            {!phase.artifact?.isForced && phase.restsOnForced.length > 0 && <span className="node-forced" title={taintText(phase.restsOnForced)}><Icon name="warning" /></span>}
            {phase.loop && <span className="number">{formatLoop(phase.loop)}</span>}
          </span>
          {phase.loop?.total ? <progress className="node-progress" max={phase.loop.total} value={phase.loop.done} aria-hidden="true" /> : null}
        </span>
      </button>
    </li>
  );
}
