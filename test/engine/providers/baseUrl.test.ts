import assert from 'node:assert/strict';
import { checkBaseUrl } from '../../../src/engine/providers/baseUrl.ts';

describe('checkBaseUrl', () => {
  for (const url of ['https://api.anthropic.com', 'https://gateway.example.com/anthropic/', 'https://10.0.0.5:8443', 'http://localhost:4010', 'http://127.0.0.1:1', 'http://[::1]:8080/v1']) {
    it(`accepts ${url}`, () => assert.deepEqual(checkBaseUrl(url), { ok: true, value: url.replace(/\/$/, '') }));
  }

  const refused = [
    '', 'api.anthropic.com', 'ftp://example.com', 'file:///etc/passwd', 'http://example.com', 'http://10.0.0.5', 'http://localhost.example.com', 'http://0.0.0.0:8080',
    'https://169.254.169.254/latest', 'http://2852039166/', 'https://[fe80::1]', 'https://[::ffff:169.254.169.254]', 'https://[fd00:ec2::254]', 'https://metadata.google.internal', 'https://metadata.google.internal./', 'https://100.100.100.200',
    'https://user:secret@example.com', 'https://example.com/?key=1', 'https://example.com/#x',
  ];
  for (const url of refused) {
    it(`refuses ${url || 'an empty text'}`, () => {
      const checked = checkBaseUrl(url);
      assert.ok(!checked.ok);
      assert.equal(checked.error.kind, 'bad-input');
      assert.match(checked.error.message, /Use https/);
    });
  }
});
