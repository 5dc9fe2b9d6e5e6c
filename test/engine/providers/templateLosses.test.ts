import assert from 'node:assert/strict';
import { lossesText } from '../../../src/engine/model/schemaLoss.ts';
import { type WorkflowTemplate, workflowTemplate } from '../../../src/engine/model/template.ts';
import { outputSchemas } from '../../../src/engine/phase/outputSchemas.ts';
import type { RouteSettings } from '../../../src/engine/providers/modelRoutes.ts';
import { type PhaseLosses, templateLosses } from '../../../src/engine/providers/templateLosses.ts';
import type { VendorName } from '../../../src/engine/providers/vendors.ts';

const schema = { type: 'object', properties: { id: { type: 'string', pattern: '^T-', minLength: 3 } }, not: { required: ['id', 'no'] } };

function template(model: string): WorkflowTemplate {
  return workflowTemplate.parse({ id: 't', name: 'T', version: 1, phases: [{ id: 'look', name: 'Look', type: 'automated', prompt: 'x', model, output: { type: 'report', schema } }] });
}

function losses(model: string, { settings = {}, keys = [] }: { readonly settings?: RouteSettings; readonly keys?: readonly VendorName[] } = {}): Promise<readonly PhaseLosses[]> {
  return templateLosses(template(model), { schemas: outputSchemas(), settings, hasKey: async (name) => keys.includes(name) });
}

const keywords = (found: readonly PhaseLosses[]): readonly string[] => found.map(({ models, losses: lost }) => `${models.join(' ')}: ${lost.map(({ keyword }) => keyword).join(' ')}`);

describe('what the models of a template are told in words only', () => {
  it('depends on the vendor', async () => {
    assert.deepEqual(keywords(await losses('anthropic/m')), []);
    assert.deepEqual(keywords(await losses('openai/m')), ['openai/m: not']);
    assert.deepEqual(keywords(await losses('openai-compatible/m')), ['openai-compatible/m: pattern not']);
    assert.deepEqual(keywords(await losses('gemini/m')), ['gemini/m: pattern minLength not']);
    assert.deepEqual(keywords(await losses('rehearsal')), []);
  });

  it('follows aliases to whoever has a key, and fallbacks; those that are told the same are named together', async () => {
    assert.deepEqual(keywords(await losses('balanced', { keys: ['gemini'] })), ['gemini/gemini-3.8-flash: pattern minLength not']);
    assert.deepEqual(keywords(await losses('mine', { settings: { aliases: { mine: 'openai/a, anthropic/b, openai/c' } } })), ['openai/a openai/c: not']);
  });

  it('is said in one sentence, with its place in the template', async () => {
    const [found] = await losses('gemini/m');
    assert.ok(found);
    assert.deepEqual([found.phase, found.index], ['look', 0]);
    assert.equal(lossesText(found), 'gemini/m: 3 rules of the schema of "report" can be told in words only; the answer is checked for all of them: /properties/id (Matches the pattern ^T-), /properties/id (At least 3 characters.), / (Must also satisfy this JSON Schema: {"not":{"required":["id","no"]}}).');
  });
});
