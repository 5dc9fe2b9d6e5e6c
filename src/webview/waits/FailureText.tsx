import type { Failure } from '../../engine/model/failure.ts';
import { Badge } from '../controls/Badge.tsx';

export function FailureText({ failure }: { readonly failure: Failure }) {
  return (
    <>
      <p className="card-text">{failure.message}</p>
      <p className="card-facts">
        <Badge tone="danger">{failure.kind}</Badge>
        {failure.requestId !== undefined && <span>Request {failure.requestId}</span>}
        {failure.isRetryable && <span>May succeed when tried again</span>}
      </p>
    </>
  );
}
