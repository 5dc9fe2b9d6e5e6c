import type { RunHeader } from '../../engine/workflow/runView.ts';
import { Countdown } from '../controls/Countdown.tsx';
import { Elapsed } from '../controls/Elapsed.tsx';
import { StatusLabel } from '../controls/StatusLabel.tsx';
import { send } from '../host.ts';
import { Icon } from '../icons/Icon.tsx';
import { formatCost, formatTokens, formatUsageDetail } from '../text/format.ts';
import { runStatusOf } from '../text/status.ts';
import { AutoSwitch, RunActions } from './RunActions.tsx';

export function Toolbar({ run }: { readonly run: RunHeader }) {
  return (
    <header className="toolbar">
      <div className="toolbar-title">
        <h1 title={run.goal}>{run.goal === '' ? run.templateName : run.goal}</h1>
        <p className="toolbar-facts">
          <StatusLabel look={runStatusOf(run)} />
          <span>{run.templateName}</span>
          {run.parent && <ParentLink phaseName={run.parent.phaseName} />}
          {run.status !== 'created' && <Elapsed startedAt={run.createdAt} endedAt={run.endedAt ?? run.pause?.since ?? null} />}
          <RunUsage run={run} />
        </p>
      </div>
      <AutoSwitch run={run} />
      <RunActions run={run} />
    </header>
  );
}

/** What it has used; before it has begun, what it is likely to use. */
function RunUsage({ run: { status, forecast, usage } }: { readonly run: RunHeader }) {
  if (status === 'created' && forecast !== undefined) return <span>{forecast}</span>;
  return (
    <>
      <span className="number" title={formatUsageDetail(usage)}>{formatTokens(usage)}</span>
      <span className="number" title={formatUsageDetail(usage)}>{formatCost(usage)}</span>
    </>
  );
}

function ParentLink({ phaseName }: { readonly phaseName: string }) {
  return (
    <button type="button" className="link parent-link" title="Show the run it was forked from" onClick={() => send({ type: 'open-parent' })}>
      <Icon name="fork" /><span>forked from {phaseName}</span>
    </button>
  );
}

/** Why the run stands still; nothing when it does not. */
export function RunMessage({ run }: { readonly run: RunHeader }) {
  if (run.message === null || run.message === '') return null;
  const isFailed = run.status === 'failed';
  const until = run.pause?.resumeAt ?? null;
  return (
    <div className={`banner tone-${isFailed ? 'danger' : 'attention'}`}>
      <Icon name={isFailed ? 'error' : until === null ? 'info' : 'clock'} />
      <p>{run.message}</p>
      {until !== null && <Countdown until={until} />}
    </div>
  );
}
