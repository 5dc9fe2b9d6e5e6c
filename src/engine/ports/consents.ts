import type { Result } from '../base/result.ts';
import type { Consent, ConsentSubject } from '../model/consent.ts';
import type { OfferRequest } from './tool.ts';

/**
 * What the person has agreed to, kept in the user's own folder: nothing in a workspace can change it.
 * Reading what is damaged finds nothing; saving rejects where the folder cannot be written.
 */
export interface Consents {
  find(subject: ConsentSubject): Promise<Consent | undefined>;
  /** Durable when resolved. Replaces what was agreed to before under that name. */
  save(consent: Consent): Promise<void>;
  /** Answers whether there was one. */
  remove(subject: ConsentSubject): Promise<boolean>;
}

/** Something that a workspace brings along and wants to run. */
export interface ConsentRequest extends Omit<ConsentSubject, 'workspace'> {
  /** One line: what would run. */
  readonly title: string;
  /** The whole definition: command, arguments, environment, folder or address. */
  readonly detail: string;
  readonly definition: Consent['definition'];
}

/** Whether the person agreed to exactly this; asks where somebody is there to ask. The error says what to do. */
export type ObtainConsent = (request: ConsentRequest, approve: OfferRequest['approve']) => Promise<Result<Consent, string>>;
