import assert from 'node:assert/strict';
import type { Browser } from 'playwright-core';
import type { PhaseView, RunHeader } from '../../src/engine/workflow/runView.ts';
import { launchBrowser } from '../editor/browser.ts';
import { executeStream, phaseIdOf, phaseOf, runOf, snapshotOf, streamOf } from './fixtures.ts';
import { openHost, type Host } from './hostPage.ts';

describe('webview under load in Chromium', function () {
  this.timeout(60_000);
  let browser: Browser;
  let host: Host;

  before(async () => { browser = await launchBrowser(); });
  after(() => browser.close());
  beforeEach(async () => { host = await openHost(browser, { page: 'pipeline' }); });
  afterEach(async () => {
    assert.deepEqual(host.troubles, []);
    await host.close();
  });

  it('sticks to the end of a long stream until the person scrolls up', async () => {
    const entries = Array.from({ length: 10_000 }, (_, index) => ({ type: 'text', id: `e${index}`, at: 1, role: 'assistant', text: `Line ${index}\n\n- one\n- two` }) as const);
    await host.post(snapshotOf({ selected: 'execute' }));
    const startedAt = performance.now();
    await host.post(streamOf('execute', [...entries]));
    await host.page.getByText('Line 9999').waitFor();
    console.log(`      10,000 entries shown after ${Math.round(performance.now() - startedAt)} ms`);
    const stream = host.page.getByRole('log');
    const gap = () => stream.evaluate(({ scrollHeight, scrollTop, clientHeight }) => Math.round(scrollHeight - scrollTop - clientHeight));
    await host.post({ type: 'text-delta', phase: phaseIdOf('execute'), text: 'a\n\nb\n\nc\n\nd\n\ne' });
    assert.ok(await gap() <= 1, String(await gap()));
    await stream.evaluate((element) => element.scrollTo({ top: 100 }));
    await host.page.getByRole('button', { name: 'Latest' }).waitFor();
    await host.post({ type: 'text-delta', phase: phaseIdOf('execute'), text: '\n\nf\n\ng' });
    assert.ok(await gap() > 100);
    await host.page.getByRole('button', { name: 'Latest' }).click();
    await host.page.waitForFunction(() => { const log = document.querySelector('.stream')!; return log.scrollHeight - log.scrollTop - log.clientHeight <= 1; });
    await host.page.getByRole('button', { name: /Show earlier entries \(9,800\)/ }).click();
    await host.page.getByRole('button', { name: /Show earlier entries \(9,600\)/ }).waitFor();
  });

  it('sticks to the end when text comes between a scroll and the news of it', async () => {
    await host.post(snapshotOf({ selected: 'execute' }), streamOf('execute', executeStream()));
    await host.page.locator('.stream').evaluate((stream) => {
      const more = document.createElement('div');
      more.style.height = '400px';
      stream.querySelector('.stream-content')!.append(more);
      stream.dispatchEvent(new Event('scroll'));
    });
    await host.page.waitForFunction(() => { const log = document.querySelector('.stream')!; return log.scrollHeight - log.scrollTop - log.clientHeight <= 1; });
    assert.equal(await host.page.getByRole('button', { name: 'Latest' }).count(), 0);
  });

  for (const [count, isWhole] of [[100, true], [100, false]] as const) {
    it(`stays responsive with ${count} phases and 20 changes a second, ${isWhole ? 'all in sight' : 'at reading size'}`, async () => {
      const phases = manyPhases(count);
      await host.post(snapshotOf({ phases, selected: 'p5' }), streamOf('p5', executeStream()));
      if (!isWhole) for (let step = 0; step < 8; step += 1) await host.page.getByRole('button', { name: 'Zoom in' }).click();
      const { frames, longestMs } = await host.page.evaluate(measure, { run: runOf(), phases, seconds: 4 });
      console.log(`      ${count} phases: ${frames} frames per second, longest frame ${longestMs} ms`);
      assert.ok(frames > 0);
      await host.page.getByText('119 turns').waitFor();
      await host.screenshot(`load-${count}-${isWhole ? 'far' : 'near'}`);
    });
  }
});

/** Layers of five; each phase depends on two of the layer before. */
function manyPhases(count: number): PhaseView[] {
  return Array.from({ length: count }, (_, index) => {
    const depth = Math.floor(index / 5);
    const dependsOn = depth === 0 ? [] : [index - 5, 5 * (depth - 1) + ((index + 1) % 5)].map((id) => phaseIdOf(`p${id}`));
    return phaseOf(`p${index}`, { depth, dependsOn: [...new Set(dependsOn)], status: index < 50 ? 'running' : 'pending', attempts: 1, startedAt: Date.now() });
  });
}

/** Runs in the page: 20 changes and 50 texts a second, and the frames that were painted meanwhile. */
function measure({ run, phases, seconds }: { run: RunHeader; phases: PhaseView[]; seconds: number }): Promise<{ frames: number; longestMs: number }> {
  return new Promise((resolve) => {
    let [seq, texts, frames, longest, last] = [40, 0, 0, 0, performance.now()];
    const startedAt = last;
    const changes = setInterval(() => {
      const changed = phases.filter((_, index) => (index + seq) % 10 === 0 || index === 5).map((phase) => ({ ...phase, tool: `changed ${seq - 40}`, turns: seq }));
      seq += 1;
      if (seq <= 40 + 20 * seconds) window.postMessage({ type: 'changed', seq, run, phases: changed }, '*');
    }, 50);
    const deltas = setInterval(() => {
      texts += 1;
      window.postMessage({ type: 'text-delta', phase: 'p5', text: texts % 20 === 0 ? '\n\n' : 'some more words ' }, '*');
    }, 20);
    const frame = (now: number): void => {
      frames += 1;
      longest = Math.max(longest, now - last);
      last = now;
      if (seq < 40 + 20 * seconds) return void requestAnimationFrame(frame);
      clearInterval(changes);
      clearInterval(deltas);
      resolve({ frames: Math.round((frames * 1_000) / (now - startedAt)), longestMs: Math.round(longest) });
    };
    requestAnimationFrame(frame);
  });
}

