import { anthropicWire } from './anthropicWire.ts';
import { chatWire } from './chatWire.ts';
import { geminiWire } from './geminiWire.ts';
import { responsesWire } from './responsesWire.ts';
import type { Wire } from './wire.ts';

/** Every protocol that an adapter speaks. */
export const wires: readonly Wire[] = [anthropicWire, responsesWire, chatWire, geminiWire];
