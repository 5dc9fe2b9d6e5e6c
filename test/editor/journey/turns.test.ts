import { button, createProject, phaseNode, startWithKey } from './questions.ts';
import { scriptedScene } from './scriptedScene.ts';

const schema = { type: 'object', properties: { summary: { type: 'string' } }, required: ['summary'], additionalProperties: false };
const template = { id: 'mending', name: 'Mending', version: 1, phases: [{ id: 'mend', name: 'Mend', type: 'automated', prompt: 'Mend {{input.goal}}.', output: { type: 'note', schema }, tools: ['write_file'] }] };

describe('two runs that write to the same files', function () {
  this.timeout(90_000);

  const scene = scriptedScene({
    name: 'turns', theme: 'light', template,
    answer: ({ turn }) => ({ calls: [turn === 0 ? { name: 'write_file', input: { path: 'fence.txt', content: 'whole\n' } } : { name: 'submit_artifact', input: { summary: 'The fence is whole again' } }] }),
    settings: { 'phasegate.autoProceed': true, 'phasegate.approval': 'ask', 'phasegate.maxActiveRuns': 2 },
  });

  it('take turns, and the one that waits says for whom', async () => {
    const { workbench } = scene();
    await createProject(workbench, { name: 'Garden', goal: 'A whole fence', workflow: 'Mending' });
    await startWithKey(workbench, 'sk-ant-canary-0123456789abcdef');
    const panel = await workbench.webviewFrame('Phasegate');
    await panel.getByText('Mend asks for permission').waitFor({ timeout: 60_000 });
    await createProject(workbench, { name: 'Orchard', goal: 'A wider gate', workflow: 'Mending' });
    await button(panel, 'Start').click();
    await phaseNode(panel, /Mend, Waits its turn/).waitFor();
    await panel.getByText('Waits for another run that is writing to the same files: A whole fence').waitFor();
    await workbench.treeItem(/Mend.*waits its turn/).waitFor();
    for (const theme of ['high-contrast', 'dark', 'light'] as const) {
      await workbench.setTheme(theme);
      await workbench.screenshot(`turns-${theme}`);
    }
    await workbench.treeItem(/Mend.*waiting for you/).click();
    await button(panel, 'Allow').click();
    await workbench.treeItem(/Garden.*completed/).waitFor({ timeout: 60_000 });
    await workbench.treeItem(/Mend.*waiting for you/).click();
    await panel.getByText('A wider gate').first().waitFor();
    await panel.getByText('Mend asks for permission').waitFor();
    await phaseNode(panel, /Mend, Needs approval/).waitFor();
  });
});
