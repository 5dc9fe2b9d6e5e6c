import type { Fact } from '../model/fact.ts';
import type { ContentHash } from '../model/ids.ts';
import { StoreError } from '../ports/store.ts';
import type { Row } from './database.ts';
import { toFact } from './rows.ts';

type Hash = (text: string) => ContentHash;

/** Of a fact's row: it follows from every earlier row of the run, so that a bit that flips and a row that is edited, left out or moved are noticed. */
export function sealOf(hash: Hash, before: string | null, { run, at, type, body }: SealedRow): string {
  return hash(`${before ?? ''} ${run} ${at} ${type} ${body}`);
}

interface SealedRow {
  readonly run: string;
  readonly at: number;
  readonly type: string;
  readonly body: string;
}

/**
 * The facts of consecutive rows of one run that hold `seal`. The first row is only there for its seal when its `seq` is `afterSeq`.
 * Throws `StoreError` with the first fact that is not as it was written. Rows from before there were seals have none.
 */
export function sealedFacts(hash: Hash, rows: readonly Row[], afterSeq: number): readonly Fact[] {
  let before: string | null = null;
  return rows.flatMap((row) => {
    const seal = row['seal'] === null ? null : String(row['seal']);
    if (Number(row['seq']) <= afterSeq) {
      before = seal;
      return [];
    }
    const isWhole = seal === null ? before === null : seal === sealOf(hash, before, { run: String(row['run_id']), at: Number(row['at']), type: String(row['type']), body: String(row['body']) });
    if (!isWhole) throw new StoreError(`Fact ${String(row['seq'])} of run ${String(row['run_id'])} is damaged: it is not as it was written. The last good copy may have it: phasegate store check`);
    before = seal;
    return [toFact(row)];
  });
}
