import { err, ok, type Result } from '../../base/result.ts';
import type { Consent } from '../../model/consent.ts';
import type { Timestamp } from '../../model/ids.ts';
import type { ConsentRequest, Consents, ObtainConsent } from '../../ports/consents.ts';
import type { OfferRequest } from '../../ports/tool.ts';

export interface ConsentGateOptions {
  readonly consents: Consents;
  /** The canonical workspace folder. */
  readonly workspace: string;
  readonly now: () => Timestamp;
  /** Where nobody is there to ask, what was not agreed to before is refused. */
  readonly isAttended: boolean;
  /** What a person does to agree later. */
  readonly howTo: (request: ConsentRequest) => string;
}

/** Asks once for each definition, and again when it changed. Two that want the same at once ask one after the other. */
export function consentGate(options: ConsentGateOptions): ObtainConsent {
  const open = new Map<string, Promise<unknown>>();
  return async (request, approve) => {
    const key = `${request.kind}\n${request.name}`;
    const answer = Promise.resolve(open.get(key)).then(() => obtain(options, request, approve));
    const settled = answer.catch(() => undefined);
    open.set(key, settled);
    return answer;
  };
}

async function obtain(options: ConsentGateOptions, request: ConsentRequest, approve: OfferRequest['approve']): Promise<Result<Consent, string>> {
  const { consents, workspace, now, isAttended, howTo } = options;
  const { kind, name, definition, title, detail } = request;
  const known = await consents.find({ kind, name, workspace });
  if (known?.definition === definition) return ok(known);
  if (!isAttended) return err(`${title}: ${known ? 'it changed since you allowed it' : 'you have not allowed it yet'}. ${howTo(request)}`);
  const isAllowed = await approve({ title: known ? `${title} (it changed since you allowed it)` : title, detail });
  if (!isAllowed) return err(`${title}: you did not allow it. ${howTo(request)}`);
  const consent: Consent = { kind, workspace, name, definition, descriptions: null, at: now() };
  await consents.save(consent);
  return ok(consent);
}
