import type { Shortage } from './budget.ts';

/** What keeps a phase from taking its next turn for now. Nothing is lost: the turn can be asked for again later. */
export type Blockage = { readonly reason: 'budget'; readonly shortage: Shortage };
