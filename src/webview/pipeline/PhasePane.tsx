import type { PhaseView } from '../../engine/workflow/runView.ts';
import { Elapsed } from '../controls/Elapsed.tsx';
import { StatusLabel } from '../controls/StatusLabel.tsx';
import { TaintLine } from '../controls/TaintLine.tsx';
import { send } from '../host.ts';
import { Icon } from '../icons/Icon.tsx';
import { Reviews } from '../reviews/Reviews.tsx';
import { usePhase, useSelected } from '../store/selectors.ts';
import { Stream } from '../stream/Stream.tsx';
import { formatCost, formatLoop, formatTokens, formatUsageDetail } from '../text/format.ts';
import { statusOf } from '../text/status.ts';
import { PhaseCard } from '../waits/PhaseCard.tsx';
import { SteerBox } from '../waits/SteerBox.tsx';

/** The selected phase: what it is, what happens in it, what it waits for. */
export function PhasePane() {
  const phase = usePhase(useSelected());
  if (!phase) return <section className="pane is-empty" aria-label="Phase"><p>Select a phase to see its work.</p></section>;
  return (
    <section className="pane" aria-label={`Phase ${phase.name}`}>
      <PaneHeader phase={phase} />
      <Stream key={phase.id} phase={phase} />
      <Reviews key={`reviews-${phase.id}-${phase.reviews?.length ?? 0}-${phase.reviews?.at(-1)?.decision ?? ''}`} rounds={phase.reviews ?? []} />
      <PhaseCard key={`card-${phase.id}`} phase={phase} />
      <SteerBox key={`steer-${phase.id}`} phase={phase} />
    </section>
  );
}

function PaneHeader({ phase }: { readonly phase: PhaseView }) {
  const { artifact } = phase;
  return (
    <header className="pane-header">
      <div className="pane-title">
        <h2>{phase.name}</h2>
        <span className="pane-links">
          {artifact && (
            <button type="button" className="link artifact-link" title="Inspect the artifact" onClick={() => send({ type: 'open-artifact', artifact: artifact.id })}>
              <Icon name="open-file" />{artifact.type}{artifact.isForced && ' (forced)'}
            </button>
          )}
          {phase.isWriter && phase.attempts > 0 && (
            <button type="button" className="link artifact-link" title="Compare the files before and after this phase, in the editor" onClick={() => send({ type: 'show-changes', phase: phase.id })}>
              <Icon name="diff" />Changes
            </button>
          )}
        </span>
      </div>
      {phase.description !== '' && <p className="pane-description">{phase.description}</p>}
      <p className="pane-facts"><Facts phase={phase} /></p>
      <TaintLine isForced={artifact?.isForced ?? false} restsOnForced={phase.restsOnForced} />
    </header>
  );
}

function Facts({ phase }: { readonly phase: PhaseView }) {
  return (
    <>
      <StatusLabel look={statusOf(phase)} />
      <Elapsed startedAt={phase.startedAt} endedAt={phase.endedAt ?? phase.pausedAt} />
      {phase.loop && <span>{formatLoop(phase.loop)}</span>}
      {phase.attempts > 1 && <span>{phase.attempts} executions</span>}
      {phase.turns > 0 && <span>{phase.turns} {phase.turns === 1 ? 'turn' : 'turns'}</span>}
      {phase.attempts > 0 && <span className="number" title={formatUsageDetail(phase.usage)}>{formatTokens(phase.usage)} · {formatCost(phase.usage)}</span>}
      <span>{phase.model}</span>
    </>
  );
}
