import { Badge } from '../controls/Badge.tsx';
import { TaintLine } from '../controls/TaintLine.tsx';
import { send } from '../host.ts';
import type { ArtifactMessage } from '../store/viewState.ts';
import { formatTime } from '../text/format.ts';
import { toVisible } from '../text/visible.ts';

/** Where the artifact comes from, and what else belongs to it. */
export function Provenance({ message }: { readonly message: ArtifactMessage }) {
  const { artifact, phaseName, runName, modelUsed, related, restsOnForced, isInUse } = message;
  return (
    <header className="provenance">
      <div className="provenance-title">
        <h1>{toVisible(artifact.type)}</h1>
        {artifact.iteration !== null && <Badge>iteration {artifact.iteration + 1}</Badge>}
        {artifact.isForced && <Badge tone="attention" title="A person accepted it although it did not validate">forced</Badge>}
        {!isInUse && <Badge title="The run was rolled back to before it">rolled back</Badge>}
      </div>
      <TaintLine isForced={artifact.isForced} restsOnForced={restsOnForced} />
      <dl className="provenance-facts">
        <Fact name="Phase" value={phaseName} />
        <Fact name="Run" value={runName} />
        <Fact name="Model" value={modelUsed ?? 'unknown'} />
        <Fact name="Created" value={formatTime(artifact.createdAt)} />
        <Fact name="Schema" value={`version ${artifact.schemaVersion}`} />
      </dl>
      {related.length > 0 && (
        <p className="related">
          <span className="quiet">Related</span>
          {related.map(({ id, label }) => <button key={id} type="button" role="link" className="link" onClick={() => send({ type: 'open-artifact', artifact: id })}>{toVisible(label)}</button>)}
        </p>
      )}
    </header>
  );
}

function Fact({ name, value }: { readonly name: string; readonly value: string }) {
  return <div><dt>{name}</dt><dd title={toVisible(value)}>{toVisible(value)}</dd></div>;
}
