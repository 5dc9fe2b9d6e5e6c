import type { ContentRef } from '../../engine/model/content.ts';
import type { Wait } from '../../engine/model/wait.ts';
import type { PhaseView } from '../../engine/workflow/runView.ts';
import { CopyButton } from '../controls/CopyButton.tsx';
import { formatBytes } from '../text/format.ts';
import { prettyInput } from '../text/toolInput.ts';
import { Card } from './Card.tsx';
import { useStream } from '../store/selectors.ts';
import { Expected } from './Expected.tsx';
import { FailureText } from './FailureText.tsx';
import { PhaseActions } from './PhaseActions.tsx';

interface DecisionCardProps {
  readonly phase: PhaseView;
  readonly wait: Extract<Wait, { reason: 'decision' }>;
}

/** Output that was turned down: what was offered, what was expected, and what is wrong with it, side by side. */
export function DecisionCard({ phase, wait }: DecisionCardProps) {
  const stream = useStream();
  const schema = stream?.phase === phase.id ? stream.schema : undefined;
  return (
    <Card tone="attention" icon="warning" title={`${phase.name} needs a decision`}>
      <FailureText failure={wait.failure} />
      {(wait.raw !== null || wait.issues.length > 0) && (
        <div className="decision">
          {wait.raw && <RawOutput raw={wait.raw} />}
          {schema && wait.issues.length > 0 && <Expected schema={schema} issues={wait.issues} />}
          {wait.issues.length > 0 && <Issues issues={wait.issues} />}
        </div>
      )}
      <PhaseActions phase={phase} />
    </Card>
  );
}

function RawOutput({ raw }: { readonly raw: ContentRef }) {
  const text = 'text' in raw ? raw.text : raw.preview;
  return (
    <div className="decision-part">
      <div className="tool-section-title">
        <h4>Output{'bytes' in raw && `, the beginning of ${formatBytes(raw.bytes)}`}</h4>
        <CopyButton text={text} label="Copy output" />
      </div>
      <pre tabIndex={0} aria-label="Output">{prettyInput(text)}</pre>
    </div>
  );
}

function Issues({ issues }: Pick<DecisionCardProps['wait'], 'issues'>) {
  return (
    <div className="decision-part">
      <div className="tool-section-title"><h4>{issues.length === 1 ? '1 issue' : `${issues.length} issues`}</h4></div>
      <ul className="issues">
        {issues.map(({ pointer, message }, index) => (
          <li key={index}><code>{pointer === '' ? '(whole output)' : pointer}</code><span>{message}</span></li>
        ))}
      </ul>
    </div>
  );
}
