import type { RunId } from '../../engine/model/ids.ts';
import type { Store } from '../../engine/ports/store.ts';
import { type CostFigures, costsBy, costsOf, type CostTurn, costTurns } from '../../engine/runtime/costs.ts';
import { dayOf } from '../../engine/runtime/spendingControl.ts';
import { openStoreToRead } from '../compose.ts';
import { badUsage, type ExitCode, exitCodes } from '../exit.ts';
import { stderrLog } from '../log.ts';
import type { Options } from '../options.ts';
import { cost, duration, tokens } from '../report/text.ts';
import { unknownRun } from './goOn.ts';
import { print } from './inspect.ts';

interface Row extends CostTurn {
  readonly project: string;
}

const keys = {
  turn: ({ run, execution, turn }: Row) => `${run} ${execution} ${turn}`,
  phase: ({ run, phase }: Row) => `${run} ${phase}`,
  model: ({ model }: Row) => model,
  run: ({ run }: Row) => run,
  project: ({ project }: Row) => project,
  day: ({ at }: Row) => dayOf(at),
} as const;

/** `phasegate costs [RUN] [--by turn|phase|model|run|project|day]`: what models used and cost; by phase for one run, else by run. */
export async function costsCommand(options: Options): Promise<ExitCode> {
  const run = options.words[1];
  const by = options.by ?? (run === undefined ? 'run' : 'phase');
  if (!isKey(by)) throw badUsage(`--by takes ${Object.keys(keys).join(', ')}; "${by}" is none of these.`);
  const store = await openStoreToRead(options, stderrLog(options));
  try {
    const turns = await turnsIn(store, run);
    for (const [key, figures] of costsBy(turns, keys[by])) print(options, { type: 'cost', by, key, ...figures }, () => line(key, figures));
    const total = costsOf(turns);
    print(options, { type: 'cost', by: 'total', key: run ?? 'total', ...total }, () => line('Total', total));
    return exitCodes.completed;
  } finally {
    await store.close();
  }
}

function isKey(by: string): by is keyof typeof keys {
  return Object.hasOwn(keys, by);
}

async function turnsIn(store: Store, only: string | undefined): Promise<readonly Row[]> {
  const names = new Map((await store.projects()).map(({ id, name }) => [id, name]));
  const runs = (await store.runs()).filter(({ id }) => only === undefined || id === only).toReversed();
  if (only !== undefined && runs.length === 0) throw unknownRun(only as RunId);
  const rows: Row[] = [];
  for (const { id, project } of runs) rows.push(...costTurns(await store.facts(id)).map((turn) => ({ ...turn, project: names.get(project) ?? project })));
  return rows;
}

function line(key: string, { turns, inputTokens, outputTokens, cacheHitRate, costUsd, knownCostUsd, unpricedTurns, durationMs }: CostFigures): string {
  const cached = cacheHitRate === null ? 'cache unknown' : `${Math.round(100 * cacheHitRate)} % cached`;
  const price = costUsd === null && unpricedTurns < turns ? `at least ${cost(knownCostUsd)}, ${unpricedTurns} turns of unknown price` : cost(costUsd);
  return `${key}  ${turns} turns, ${tokens(inputTokens)} in (${cached}), ${tokens(outputTokens)} out, ${price}, ${duration(durationMs)}`;
}
