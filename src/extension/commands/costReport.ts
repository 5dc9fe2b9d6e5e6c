import { type CostFigures, costsBy, costsOf, type CostTurn } from '../../engine/runtime/costs.ts';

/** One turn with the names that a person knows it by. */
export interface NamedTurn extends CostTurn {
  readonly project: string;
  readonly runName: string;
  readonly phaseName: string;
  /** `2026-11-21`, in the person's own time. */
  readonly day: string;
}

type Row = readonly string[];

const heads: Row = ['turns', 'input', 'cached', 'output', 'cost', 'time'];

/** What models used and cost, as text tables: by day, project, model and run; by phase and turn for one run, if one is meant. Unknown is never zero. */
export function costReport(turns: readonly NamedTurn[], focused: string | undefined): string {
  const own = turns.filter(({ run }) => run === focused);
  const run = own[0]?.runName;
  const tables = [
    table('By day', turns, ({ day }) => day),
    table('By project', turns, ({ project }) => project),
    table('By model', turns, ({ model }) => model),
    table('By run', turns, ({ project, runName }) => `${project}, ${runName}`),
    ...(run === undefined ? [] : [table(`By phase, run of ${run}`, own, ({ phaseName }) => phaseName), table(`By turn, run of ${run}`, own, ({ phaseName, execution, turn }) => `${phaseName}, ${attemptOf(execution)}turn ${turn}`)]),
  ];
  return `${tables.join('\n\n')}\n`;
}

/** The place of an execution among those of its phase, where there was more than one. */
function attemptOf(execution: string): string {
  const [, place] = /\/(\d+(?:\/reviewer-\d+)?)$/.exec(execution) ?? [];
  return place === undefined || place === '1' ? '' : `execution ${place.replace('/', ', ')}, `;
}

function table(title: string, turns: readonly NamedTurn[], keyOf: (turn: NamedTurn) => string): string {
  const rows: Row[] = [...costsBy(turns, keyOf)].map(([key, figures]) => [key, ...cells(figures)]);
  const all: readonly Row[] = [[title, ...heads], ...rows, ...(rows.length > 1 ? [['Total', ...cells(costsOf(turns))]] : [])];
  const widths = (all[0] ?? []).map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const lines = all.map((row) => row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  '));
  const [head = '', ...others] = lines;
  return [head, '-'.repeat(head.length), ...(others.length === 0 ? ['nothing yet'] : others)].join('\n');
}

function cells({ turns, inputTokens, outputTokens, cacheHitRate, costUsd, knownCostUsd, unpricedTurns, durationMs }: CostFigures): Row {
  const cost = costUsd !== null ? money(costUsd) : unpricedTurns < turns ? `> ${money(knownCostUsd)}` : 'unknown';
  return [String(turns), count(inputTokens), cacheHitRate === null ? 'unknown' : `${Math.round(100 * cacheHitRate)} %`, count(outputTokens), cost, `${(durationMs / 1_000).toFixed(1)} s`];
}

function count(tokens: number | null): string {
  return tokens === null ? 'unknown' : tokens.toLocaleString('en-US');
}

function money(usd: number): string {
  return `$${usd.toFixed(usd > 0 && usd < 1 ? 4 : 2)}`;
}
