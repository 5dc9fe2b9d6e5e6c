// Steps that several journeys take.
import type { Frame, Locator } from 'playwright-core';
import type { Workbench } from '../driver.ts';

/** Answers the three questions of a new project. One widget shows one question after the other; an answer waits for its own. */
export async function createProject(workbench: Workbench, { name, goal, workflow }: { name: string; goal: string; workflow: string }): Promise<void> {
  await workbench.runCommand('Phasegate: New Project');
  await question(workbench, '(1/3)');
  await workbench.answer(name);
  await question(workbench, '(2/3)');
  await workbench.answer(goal);
  await question(workbench, '(3/3)');
  await workbench.pick(workflow);
  await workbench.treeItem(name).waitFor();
}

async function question(workbench: Workbench, step: string): Promise<void> {
  await workbench.page.locator('.quick-input-title', { hasText: step }).waitFor();
}

/** A node of the drawing, by what a screen reader says about it. */
export function phaseNode(frame: Frame, name: RegExp): Locator {
  return frame.locator('button[data-phase]').and(frame.getByRole('button', { name }));
}

export function button(frame: Frame, name: string): Locator {
  return frame.getByRole('button', { name, exact: true }).first();
}

/** Presses Start, and gives the key that is missing. */
export async function startWithKey(workbench: Workbench, key: string): Promise<void> {
  await button(await workbench.webviewFrame('Phasegate'), 'Start').click();
  const dialog = workbench.page.locator('.monaco-dialog-box', { hasText: 'There is no Anthropic API key yet.' });
  await dialog.getByRole('button', { name: 'Set API Key' }).click();
  await workbench.answer(key);
}
