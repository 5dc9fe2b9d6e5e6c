import { limitsOf, type PhaseDefinition, toolsOf, type WorkflowTemplate } from '../../model/template.ts';
import { readOnlyTools } from '../../model/toolName.ts';

export interface Range {
  readonly low: number;
  readonly high: number;
}

/** Tokens of a phase: all that is sent, what of it is sent for the first time, and what is answered. */
export interface Tokens {
  readonly input: number;
  readonly fresh: number;
  readonly output: number;
}

export interface PhaseSize {
  readonly low: Tokens;
  readonly high: Tokens;
}

/** System text, contract and the artifacts it sees. */
const openingTokens: Range = { low: 2_000, high: 8_000 };
const tokensPerTool = 250;
/** What a turn adds to the conversation: its answer and the results of its calls. */
const addedPerTurn: Range = { low: 400, high: 2_500 };
const answeredPerTurn: Range = { low: 150, high: 800 };
/** Few phases take longer, whatever they are allowed. */
const usualTurns: Range = { low: 2, high: 12 };
/** A hard maximum is there for what goes wrong; lists are usually shorter. */
const usualRounds = 10;
const charactersPerToken = 4;

/** A rough range from what the template says: its prompt, tools, loop, condition and limits. */
export function sizesOf(template: WorkflowTemplate, phase: PhaseDefinition): PhaseSize {
  const { maxTurns } = limitsOf(template, phase);
  const fixed = Math.ceil(phase.prompt.length / charactersPerToken) + toolsOf(phase).length * tokensPerTool;
  const rounds: Range = { low: phase.when ? 0 : 1, high: Math.min(usualRounds, phase.loop?.max ?? 1) };
  const size = (end: 'low' | 'high'): Tokens => {
    const turns = Math.min(maxTurns, usualTurns[end]);
    const opening = fixed + openingTokens[end];
    const added = addedPerTurn[end] * turns;
    const once: Tokens = { fresh: opening + added, input: turns * opening + (addedPerTurn[end] * turns * (turns - 1)) / 2, output: answeredPerTurn[end] * turns };
    return { fresh: once.fresh * rounds[end], input: Math.max(once.input, once.fresh) * rounds[end], output: once.output * rounds[end] };
  };
  return within({ low: size('low'), high: size('high') }, phase.budget?.tokens);
}

/** The same for one reviewer of it: once, or once more when the author answers. */
export function reviewSizesOf(template: WorkflowTemplate, phase: PhaseDefinition): PhaseSize {
  const { low, high } = sizesOf(template, { ...phase, tools: [...readOnlyTools] });
  const rounds = phase.review?.policy === 'advisory' ? 1 : 2;
  return { low, high: { input: high.input * rounds, fresh: high.fresh * rounds, output: high.output * rounds } };
}

/** A budget of the phase holds before every call. */
function within({ low, high }: PhaseSize, cap: number | undefined): PhaseSize {
  const limited = ({ input, fresh, output }: Tokens): Tokens => {
    const share = cap === undefined ? 1 : Math.min(1, cap / (input + output || 1));
    return { input: Math.round(input * share), fresh: Math.round(fresh * share), output: Math.round(output * share) };
  };
  return { low: limited(low), high: limited(high) };
}
