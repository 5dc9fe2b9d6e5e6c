import { assert } from '../base/assert.ts';

/** Tokens and billionths of a US dollar, both whole, so that what is taken and given back comes out even. */
export interface Amount {
  readonly tokens: number;
  readonly nanoUsd: number;
}

/** One budget that a call counts against. Without a cap it is only kept count of. */
export interface Account {
  readonly key: string;
  readonly cap: Partial<Amount>;
}

export interface Claim {
  readonly accounts: readonly Account[];
  /** What the call uses at worst. */
  readonly worst: Amount;
}

/** A claim that was granted and not settled yet. */
export interface Held {
  readonly keys: readonly string[];
  readonly worst: Amount;
}

export type Verdict =
  | { readonly type: 'granted'; readonly held: Held }
  /** It fits once calls under way have given back what they do not use. */
  | { readonly type: 'wait' }
  /** It cannot fit any more, whatever calls under way give back. */
  | { readonly type: 'never'; readonly account: Account; readonly unit: keyof Amount; readonly spent: number };

interface Balance {
  spent: Amount;
  reserved: Amount;
}

const units: readonly (keyof Amount)[] = ['tokens', 'nanoUsd'];
export const nothing: Amount = { tokens: 0, nanoUsd: 0 };

/**
 * What was spent and what is held for calls under way, by account. Promises that, as long as no call uses more than its
 * worst case, what is spent and held together never passes a cap, in whatever order calls begin and end.
 */
export class BudgetLedger {
  readonly #balances = new Map<string, Balance>();

  /** Begins an account with what was spent before; one that is known stays as it is. */
  open(key: string, spent: Amount): void {
    if (!this.#balances.has(key)) this.#balances.set(key, { spent, reserved: nothing });
  }

  spentOn(key: string): Amount {
    return this.#balanceOf(key).spent;
  }

  reservedOn(key: string): Amount {
    return this.#balanceOf(key).reserved;
  }

  reserve({ accounts, worst }: Claim): Verdict {
    for (const account of accounts) {
      const { spent } = this.#balanceOf(account.key);
      const unit = units.find((candidate) => spent[candidate] + worst[candidate] > capOf(account, candidate));
      if (unit !== undefined && worst[unit] > 0) return { type: 'never', account, unit, spent: spent[unit] };
    }
    const isFree = accounts.every((account) => {
      const { spent, reserved } = this.#balanceOf(account.key);
      return units.every((unit) => worst[unit] === 0 || spent[unit] + reserved[unit] + worst[unit] <= capOf(account, unit));
    });
    if (!isFree) return { type: 'wait' };
    for (const { key } of accounts) this.#change(key, { reserved: worst });
    return { type: 'granted', held: { keys: accounts.map(({ key }) => key), worst } };
  }

  /** Each granted claim once: gives back what was held, and counts what was used. */
  settle({ keys, worst }: Held, used: Amount): void {
    for (const key of keys) this.#change(key, { spent: used, reserved: { tokens: -worst.tokens, nanoUsd: -worst.nanoUsd } });
  }

  #change(key: string, { spent = nothing, reserved = nothing }: Partial<Balance>): void {
    const balance = this.#balanceOf(key);
    balance.spent = sum(balance.spent, spent);
    balance.reserved = sum(balance.reserved, reserved);
    assert(balance.reserved.tokens >= 0 && balance.reserved.nanoUsd >= 0, `no more is given back to ${key} than was taken`);
  }

  #balanceOf(key: string): Balance {
    const balance = this.#balances.get(key);
    assert(balance, `the account ${key} is open`);
    return balance;
  }
}

function capOf({ cap }: Account, unit: keyof Amount): number {
  return cap[unit] ?? Infinity;
}

function sum(left: Amount, right: Amount): Amount {
  return { tokens: left.tokens + right.tokens, nanoUsd: left.nanoUsd + right.nanoUsd };
}
