import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { NewsBatch } from '../../../src/extension/views/newsBatch.ts';

const never = 3_600_000;

describe('what a view is told', () => {
  it('comes at once after a pause, and what follows waits for the next interval', async () => {
    const { batch, told } = listened(never);
    batch.add('first', { isUrgent: false });
    batch.add('second', { isUrgent: false });
    await turn();
    assert.deepEqual(told, [['first']]);
    batch.dispose();
  });

  it('comes at once, in order with what waited, when something must not wait', () => {
    const { batch, told } = listened(never);
    batch.add('first', { isUrgent: false });
    batch.add('second', { isUrgent: false });
    batch.add('word', { isUrgent: true });
    assert.deepEqual(told, [['first'], ['second', 'word']]);
    batch.dispose();
  });

  it('comes together once the interval is over', async () => {
    const { batch, told, next } = listened(5);
    batch.add('first', { isUrgent: false });
    batch.add('second', { isUrgent: false });
    batch.add('third', { isUrgent: false });
    await next();
    assert.deepEqual(told, [['first'], ['second', 'third']]);
  });

  it('does not come any more after its end', () => {
    const { batch, told } = listened(5);
    batch.add('first', { isUrgent: false });
    batch.add('second', { isUrgent: false });
    batch.dispose();
    assert.deepEqual([told, batch.take()], [[['first']], ['second']]);
  });
});

function listened(intervalMs: number) {
  const told: (readonly string[])[] = [];
  let heard = (): void => undefined;
  const batch: NewsBatch<string> = new NewsBatch(intervalMs, () => {
    told.push(batch.take());
    heard();
  });
  return { batch, told, next: () => new Promise<void>((resolve) => (heard = resolve)) };
}
