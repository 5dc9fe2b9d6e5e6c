import assert from 'node:assert/strict';
import fc from 'fast-check';
import { type Account, type Amount, BudgetLedger, type Claim, type Held, nothing } from '../../../src/engine/runtime/budgetLedger.ts';

const interleavings = 10_000;
const phases = 8;

/** Which phase moves next, what its next call may use at worst, and which part of that it uses in fact. */
const step = fc.record({ phase: fc.nat(phases - 1), tokens: fc.nat(40), nanoUsd: fc.nat(40), usedPart: fc.double({ min: 0, max: 1, noNaN: true }) });
const cap = fc.option(fc.nat(120), { nil: undefined });
const caps = fc.record({ phase: cap, runTokens: cap, runUsd: cap, day: cap });

interface Caps {
  readonly phase: number | undefined;
  readonly runTokens: number | undefined;
  readonly runUsd: number | undefined;
  readonly day: number | undefined;
}

function accountsOf(phase: number, { phase: ofPhase, runTokens, runUsd, day }: Caps): readonly Account[] {
  const capped = (tokens: number | undefined, nanoUsd: number | undefined): Partial<Amount> => ({ ...(tokens !== undefined && { tokens }), ...(nanoUsd !== undefined && { nanoUsd }) });
  return [{ key: `phase ${phase}`, cap: capped(ofPhase, undefined) }, { key: 'run', cap: capped(runTokens, runUsd) }, { key: 'day', cap: capped(undefined, day) }];
}

describe('the budget ledger', () => {
  it(`is never overdrawn, and never holds anyone up for nothing, over ${interleavings} interleavings`, function () {
    this.timeout(60_000);
    fc.assert(fc.property(caps, fc.array(step, { maxLength: 40 }), (limits, steps) => {
      const ledger = new BudgetLedger();
      const accounts = Array.from({ length: phases }, (_, phase) => accountsOf(phase, limits));
      for (const { key } of accounts.flat()) ledger.open(key, nothing);
      const calls = new Map<number, Held>();
      const used = { tokens: 0, nanoUsd: 0 };
      for (const { phase, tokens, nanoUsd, usedPart } of steps) {
        const held = calls.get(phase);
        if (held) {
          const actual = { tokens: Math.floor(held.worst.tokens * usedPart), nanoUsd: Math.floor(held.worst.nanoUsd * usedPart) };
          ledger.settle(held, actual);
          calls.delete(phase);
          used.tokens += actual.tokens;
          used.nanoUsd += actual.nanoUsd;
        } else {
          const claim = { accounts: accounts[phase] ?? [], worst: { tokens, nanoUsd } };
          const verdict = ledger.reserve(claim);
          if (verdict.type === 'granted') calls.set(phase, verdict.held);
          if (verdict.type === 'wait') assert.ok(calls.size > 0, 'someone must be there to give something back');
          if (verdict.type === 'never') assert.ok(isHopeless(ledger, claim), 'it would not fit even if all calls under way used nothing');
        }
        for (const account of accounts.flat()) assertWithin(ledger, account);
      }
      assert.deepEqual(ledger.spentOn('run'), used);
      assert.deepEqual(ledger.spentOn('day'), used);
      assert.deepEqual(ledger.reservedOn('run'), [...calls.values()].reduce((sum, { worst }) => ({ tokens: sum.tokens + worst.tokens, nanoUsd: sum.nanoUsd + worst.nanoUsd }), nothing));
    }), { numRuns: interleavings });
  });

  it('goes on where an earlier process stood', () => {
    const ledger = new BudgetLedger();
    ledger.open('run', { tokens: 90, nanoUsd: 0 });
    ledger.open('run', nothing);
    const claim: Claim = { accounts: [{ key: 'run', cap: { tokens: 100 } }], worst: { tokens: 11, nanoUsd: 0 } };
    assert.deepEqual(ledger.reserve(claim), { type: 'never', account: claim.accounts[0], unit: 'tokens', spent: 90 });
    assert.equal(ledger.reserve({ ...claim, worst: { tokens: 10, nanoUsd: 0 } }).type, 'granted');
  });

  it('lets what costs nothing pass a cap in money that is used up', () => {
    const ledger = new BudgetLedger();
    ledger.open('run', { tokens: 0, nanoUsd: 200 });
    assert.equal(ledger.reserve({ accounts: [{ key: 'run', cap: { nanoUsd: 100 } }], worst: { tokens: 5, nanoUsd: 0 } }).type, 'granted');
  });
});

function assertWithin(ledger: BudgetLedger, { key, cap: limit }: Account): void {
  const [spent, reserved] = [ledger.spentOn(key), ledger.reservedOn(key)];
  assert.ok(spent.tokens + reserved.tokens <= (limit.tokens ?? Infinity), `${key} in tokens`);
  assert.ok(spent.nanoUsd + reserved.nanoUsd <= (limit.nanoUsd ?? Infinity), `${key} in money`);
}

function isHopeless(ledger: BudgetLedger, { accounts, worst }: Claim): boolean {
  return accounts.some(({ key, cap: limit }) => ledger.spentOn(key).tokens + worst.tokens > (limit.tokens ?? Infinity) || ledger.spentOn(key).nanoUsd + worst.nanoUsd > (limit.nanoUsd ?? Infinity));
}
