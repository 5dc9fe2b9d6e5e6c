import type { ApprovalEffect as Effect } from '../../engine/model/wait.ts';
import { Icon } from '../icons/Icon.tsx';
import { DiffText } from './DiffText.tsx';

/** What would happen, resolved by the engine: nothing here is the model's account of it. Plain text throughout. */
export function ApprovalEffect({ effect, onCompare }: { readonly effect: Effect; readonly onCompare: () => void }) {
  switch (effect.type) {
    case 'read':
      return <Place label="Reads" path={effect.path} />;
    case 'write':
      return (
        <>
          <div className="effect-change">
            <Place label="Changes" path={effect.path} />
            <button type="button" className="link" title="Compare the file as it is with what would be written, in the editor" onClick={onCompare}><Icon name="diff" />Show Changes</button>
          </div>
          <DiffText diff={effect.diff} />
        </>
      );
    case 'command':
      return <Command effect={effect} />;
    case 'other':
      return <pre tabIndex={0} className="card-detail" aria-label="What it would do">{effect.text}</pre>;
  }
}

function Place({ label, path }: { readonly label: string; readonly path: string }) {
  return <p className="effect-place"><span>{label}</span> <code>{path}</code></p>;
}

/** The whole command, and each command in it: of a single one that is all there is to say. */
function Command({ effect: { command, folder, parts } }: { readonly effect: Extract<Effect, { type: 'command' }> }) {
  return (
    <>
      {folder === '.' ? <p className="effect-place"><span>Runs in the workspace folder</span></p> : <Place label="Runs in" path={folder} />}
      <pre tabIndex={0} className="card-detail" aria-label="The whole command">{command}</pre>
      {parts.length > 0 && (
        <ul className="effect-parts" aria-label="What it is made of">
          {parts.map(({ text, note }, index) => <li key={index}><code>{text}</code><span>{note}</span></li>)}
        </ul>
      )}
    </>
  );
}
