import { EmptyState } from './EmptyState.tsx';
import { useAnnouncement, useContent, useRun } from '../store/selectors.ts';
import { Canvas } from './Canvas.tsx';
import { PhasePane } from './PhasePane.tsx';
import { SplitView } from './SplitView.tsx';
import { RunMessage, Toolbar } from './Toolbar.tsx';

export function PipelinePage() {
  const content = useContent();
  const run = useRun();
  if (content.type === 'empty') return <EmptyState reason={content.reason} message={content.message} />;
  if (!run) return <p className="loading">Loading the run…</p>;
  return (
    <main className="page pipeline-page">
      <Toolbar run={run} />
      <RunMessage run={run} />
      <SplitView first={<Canvas />} second={<PhasePane />} />
      <Announcer />
    </main>
  );
}

/** Read aloud, never seen. */
export function Announcer() {
  return <div className="visually-hidden" role="status" aria-live="polite">{useAnnouncement()}</div>;
}
