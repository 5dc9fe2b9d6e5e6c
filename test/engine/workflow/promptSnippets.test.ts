import assert from 'node:assert/strict';
import type { WorkflowTemplate } from '../../../src/engine/model/template.ts';
import { renderPrompt } from '../../../src/engine/workflow/prompt.ts';
import { commandsNamedIn, withCommandTexts } from '../../../src/engine/workflow/promptSnippets.ts';
import { checkTemplate } from '../../../src/engine/workflow/template/parseTemplate.ts';

describe('commands in prompts', () => {
  const templateOf = (prompt: string) => checkTemplate(JSON.stringify({ id: 't', name: 'T', version: 1, phases: [{ id: 'plan', name: 'Plan', type: 'automated', prompt, output: 'spec' }] }), {});

  it('are named by prompts, and put in their place once and for all', () => {
    const template = usable('{{command.review}} {{input.goal}}: {{ command.ship-it }} {{command.review}}');
    assert.deepEqual(commandsNamedIn(template), ['review', 'ship-it']);
    assert.equal(rendered(template, { review: 'Look.', 'ship-it': 'Ship.' }), 'Look. G: Ship. Look.');
  });

  it('hold no placeholders, whatever their files say', () => {
    for (const text of ['{{input.goal}}', '{{{command.review}}}', 'ends {', '{{artifacts.x', '$& $1']) {
      const said = rendered(usable('<{{command.review}}{input.goal}} {{input.goal}}>'), { review: text });
      assert.equal(said.replaceAll('{ ', '{'), `<${text}{input.goal}} G>`, text);
    }
  });

  it('that do not exist are named, with those that do', () => {
    const made = withCommandTexts(usable('{{command.gone}}'), new Map([['ship', 'x']]));
    assert.match(made.ok ? '' : made.error, /names \{\{command\.gone\}\}, and there is no such command\. There are: ship\. A command is a file commands\/NAME\.md/);
  });

  it('must be named', () => {
    for (const prompt of ['{{command}}', '{{command.a.b}}']) assert.match(templateOf(prompt).problems[0]?.message ?? '', /must name a command/, prompt);
  });

  function usable(prompt: string): WorkflowTemplate {
    const { template, problems } = templateOf(prompt);
    assert.ok(template, JSON.stringify(problems));
    return template;
  }

  function rendered(template: WorkflowTemplate, texts: Readonly<Record<string, string>>): string {
    const made = withCommandTexts(template, new Map(Object.entries(texts)));
    assert.ok(made.ok);
    return renderPrompt(made.value.phases[0]?.prompt ?? '', { input: { goal: 'G' }, artifacts: {} });
  }
});
