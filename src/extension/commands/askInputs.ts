import * as vscode from 'vscode';
import type { Json, JsonObject } from '../../engine/model/json.ts';
import type { WorkflowTemplate } from '../../engine/model/template.ts';
import { type InputCheck, inputCheck } from '../../engine/phase/templateInputs.ts';
import { withInputDefaults } from '../../engine/workflow/inputDefaults.ts';
import type { Composition } from '../compose.ts';
import { type InputQuestion, inputQuestions, problemOf } from './inputQuestions.ts';
import { type Answer, askItem, askText, type Step } from './wizard.ts';

export interface InputsWanted {
  readonly title: string;
  /** How many questions of the same wizard came before. */
  readonly before: number;
  /** What is known: the goal, and what an earlier run was given, which is offered again. */
  readonly known: JsonObject;
}

/** Asks for each input that the template needs and that has no default, one after the other; `back` leads out before the first. */
export async function askInputs({ schemas }: Composition, template: WorkflowTemplate, { title, before, known }: InputsWanted): Promise<Answer<JsonObject>> {
  const check = await inputCheck(template, schemas);
  if (!check.ok) return refuse(template, check.error);
  const questions = inputQuestions(template);
  let inputs = withInputDefaults(template, known);
  for (let index = 0; index < questions.length; ) {
    const question = questions[index];
    if (!question) break;
    const step = { title: vscode.l10n.t('{0}: {1}', title, question.name), number: before + index + 1, total: before + questions.length };
    const answer = await askInput(step, question, { check: check.value, inputs });
    if (!answer || (answer.type === 'back' && index === 0)) return answer;
    if (answer.type === 'back') index -= 1;
    else [inputs, index] = [{ ...inputs, [question.name]: answer.value }, index + 1];
  }
  const issues = check.value(inputs);
  return issues.length === 0 ? { type: 'answer', value: inputs } : refuse(template, issues.map(({ pointer, message }) => `${pointer || '/'}: ${message}`).join(' '));
}

interface SoFar {
  readonly check: InputCheck;
  readonly inputs: JsonObject;
}

function askInput(step: Step, question: InputQuestion, { check, inputs }: SoFar): Promise<Answer<Json>> {
  const known = inputs[question.name];
  return question.choices.length > 0 ? askChoice(step, question) : askValue(step, question, { known, validate: (text) => problemOf(question, { text, others: inputs, check }) });
}

async function askChoice(step: Step, { prompt, choices, toText }: InputQuestion): Promise<Answer<Json>> {
  const answer = await askItem(step, prompt, choices.map((value) => ({ label: typeof value === 'boolean' ? (value ? vscode.l10n.t('Yes') : vscode.l10n.t('No')) : toText(value), value })));
  return answer?.type === 'answer' ? { type: 'answer', value: answer.value.value } : answer;
}

async function askValue(step: Step, { prompt, toText, fromText }: InputQuestion, { known, validate }: { readonly known: Json | undefined; readonly validate: (text: string) => string | undefined }): Promise<Answer<Json>> {
  const answer = await askText(step, { prompt, value: known === undefined ? '' : toText(known), validate });
  if (answer?.type !== 'answer') return answer;
  const value = fromText(answer.value);
  return value.ok ? { type: 'answer', value: value.value } : undefined;
}

function refuse(template: WorkflowTemplate, why: string): undefined {
  void vscode.window.showErrorMessage(vscode.l10n.t('"{0}" cannot be started with these inputs. {1}', template.name, why));
  return undefined;
}
