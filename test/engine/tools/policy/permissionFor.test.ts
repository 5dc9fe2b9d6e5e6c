import assert from 'node:assert/strict';
import type { ToolEffect } from '../../../../src/engine/model/toolName.ts';
import type { Tool } from '../../../../src/engine/ports/tool.ts';
import { permissionFor } from '../../../../src/engine/tools/policy/permissionFor.ts';
import { err } from '../../../../src/engine/base/result.ts';

const tool = (effect: ToolEffect): Tool => ({ name: 'x', description: '', inputSchema: {}, effect, prepare: () => Promise.resolve(err({ type: 'refused', message: '' })) });
const intent = { title: 'x', detail: 'x' };

describe('permissionFor', () => {
  const table = {
    none: { none: 'allow', person: 'allow', workspace: 'deny', process: 'deny' },
    edits: { none: 'allow', person: 'allow', workspace: 'allow', process: 'deny' },
    all: { none: 'allow', person: 'allow', workspace: 'allow', process: 'allow' },
    ask: { none: 'allow', person: 'allow', workspace: 'ask', process: 'ask' },
  } as const;

  for (const mode of ['none', 'edits', 'all', 'ask'] as const) {
    for (const effect of ['none', 'person', 'workspace', 'process'] as const) {
      it(`${mode}: ${table[mode][effect]} for the effect ${effect}`, () => {
        const decision = permissionFor(mode).decide(tool(effect), intent);
        assert.equal(decision.type, table[mode][effect]);
        assert.ok(decision.reason.length > 0);
      });
    }
  }

  it('decides by the effect of the call where the tool knows it', () => {
    assert.equal(permissionFor('none').decide(tool('process'), { ...intent, effect: 'none' }).type, 'allow');
    assert.equal(permissionFor('edits').decide(tool('none'), { ...intent, effect: 'process' }).type, 'deny');
  });
});
