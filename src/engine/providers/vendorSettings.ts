import type { TransportLimits } from './guardedFetch.ts';

/** One model of one vendor, ready to be asked. */
export interface VendorSettings {
  readonly apiKey: string;
  /** The vendor's own id, without the provider. */
  readonly model: string;
  /** Checked, without a trailing slash. */
  readonly baseUrl: string;
  readonly limits: TransportLimits;
}

/** What a caller decides; the rest has defaults. */
export interface VendorOptions {
  readonly apiKey: string;
  readonly model: string;
  /** Another server that speaks the same protocol; the vendor's own unless given. */
  readonly baseUrl?: string | undefined;
  readonly limits?: Partial<TransportLimits>;
}
