import assert from 'node:assert/strict';
import { changeField } from '../../../../src/engine/workflow/template/changeField.ts';

describe('a field of a template file', () => {
  const text = '{\n  "id": "x",   "name": "X",\n\n  "isDefault": true\n}\n';

  it('is set, and all else stays as it is written', () => {
    assert.equal(changeField(text, 'name', 'Y "Z"'), text.replace('"X"', '"Y \\"Z\\""'));
    assert.deepEqual(JSON.parse(changeField('{\n  "id": "x"\n}', 'isDefault', true)), { id: 'x', isDefault: true });
  });

  it('is taken out', () => {
    assert.deepEqual(JSON.parse(changeField(text, 'isDefault', undefined)), { id: 'x', name: 'X' });
    assert.equal(changeField(text, 'clonedFrom', undefined), text);
  });
});
