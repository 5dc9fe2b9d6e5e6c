import * as vscode from 'vscode';

/** One question of a wizard. `back` returns to the question before; `undefined` ends the wizard. */
export type Answer<T> = { readonly type: 'answer'; readonly value: T } | { readonly type: 'back' } | undefined;

export interface Step {
  readonly title: string;
  readonly number: number;
  readonly total: number;
}

export interface TextQuestion {
  readonly prompt: string;
  readonly value: string;
  readonly validate: (text: string) => string | undefined;
}

export function askText(step: Step, { prompt, value, validate }: TextQuestion): Promise<Answer<string>> {
  const input = vscode.window.createInputBox();
  Object.assign(input, { prompt, value });
  input.onDidChangeValue(() => (input.validationMessage = undefined));
  return ask(input, step, () => {
    const text = input.value.trim();
    const problem = validate(text);
    input.validationMessage = problem;
    return problem === undefined ? text : undefined;
  });
}

export function askItem<T extends vscode.QuickPickItem>(step: Step, placeholder: string, items: readonly T[]): Promise<Answer<T>> {
  const pick = vscode.window.createQuickPick<T>();
  Object.assign(pick, { placeholder, items, matchOnDescription: true, matchOnDetail: true });
  return ask(pick, step, () => pick.selectedItems[0]);
}

type Input = vscode.InputBox | vscode.QuickPick<vscode.QuickPickItem>;

/** `read` is asked when the person accepts; `undefined` keeps the question open. */
function ask<T>(input: Pick<Input, 'title' | 'step' | 'totalSteps' | 'ignoreFocusOut' | 'buttons' | 'onDidAccept' | 'onDidHide' | 'onDidTriggerButton' | 'show' | 'dispose'>, { title, number, total }: Step, read: () => T | undefined): Promise<Answer<T>> {
  Object.assign(input, { title, step: number, totalSteps: total, ignoreFocusOut: true, buttons: number > 1 ? [vscode.QuickInputButtons.Back] : [] });
  return new Promise((resolve) => {
    const end = (answer: Answer<T>): void => {
      resolve(answer);
      input.dispose();
    };
    input.onDidAccept(() => {
      const value = read();
      if (value !== undefined) end({ type: 'answer', value });
    });
    input.onDidTriggerButton(() => end({ type: 'back' }));
    input.onDidHide(() => end(undefined));
    input.show();
  });
}
