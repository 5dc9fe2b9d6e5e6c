import assert from 'node:assert/strict';
import { redact } from '../../../src/engine/base/redact.ts';

const shapes: readonly string[] = [
  'sk-ant-api03-abcdefghijklmnop0123456789', 'sk-proj-ABCDEFGHIJ0123456789', 'AIzaSyA1234567890abcdefghijklmnopqrstuv', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  'github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz', 'glpat-abcdefghij0123456789', 'xoxb-1234567890-abcdefghij', 'AKIAIOSFODNN7EXAMPLE', 'npm_abcdefghijklmnopqrstuvwxyz0123456789',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
  ...['gsk_', 'r8_', 'sbp_', 'dckr_pat_', 'shpat_', 'hvs.', 'dop_v1_', 'ntn_', 'xai-', 'pplx-', 'pypi-', 'GOCSPX-', 'glrt-', 'ya29.', '1234567890:AA'].map((start) => `${start}abcdefghijklmnopqrstuvwxyz0123456789`), `dapi${'0123456789abcdef'.repeat(2)}`, `SG.${'a1'.repeat(10)}.${'b2'.repeat(20)}`,
  '-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nMIIEpAIBAAKCAQEA\n-----END RSA PRIVATE KEY-----',
];

describe('redact', () => {
  for (const key of shapes) {
    it(`knows ${key.slice(0, 12)}…`, () => assert.equal(redact(`before ${key} after`, []), 'before [redacted] after'));
  }

  it('keeps what stands around a bearer token and a password in an address', () => {
    assert.equal(redact('Authorization: Bearer abcdefghijklmnop1234', []), 'Authorization: Bearer [redacted]');
    assert.equal(redact('postgres://admin:hunter2@db.example/app', []), 'postgres://admin:[redacted]@db.example/app');
  });

  it('keeps the names of settings that hold keys', () => {
    assert.equal(redact('DB_PASSWORD=correct-horse-7-battery\nAWS_SECRET_ACCESS_KEY="abcdEFGH1234abcdEFGH1234abcdEFGH12341234"', []), 'DB_PASSWORD=[redacted]\nAWS_SECRET_ACCESS_KEY="[redacted]"');
    for (const harmless of ['API_KEY=$OTHER_KEY_12345', 'API_KEY=<your key, 20 long>', 'password = getPassword(user1234567)', 'PASSWORD=short1', 'MAX_TOKEN=123456']) assert.equal(redact(harmless, []), harmless);
  });

  it('does not take the words of a program for a private key', () => {
    const code = "const begin = '-----BEGIN PRIVATE KEY-----';\nfunction read() { return begin; }";
    assert.equal(redact(code, []), "const begin = '[redacted]';\nfunction read() { return begin; }");
  });

  it('replaces exact values in every form in which they travel', () => {
    const secret = 'canary "key"/7+ä';
    const text = [secret, encodeURIComponent(secret), JSON.stringify(secret), Buffer.from(secret).toString('base64')].join('\n');
    assert.equal(redact(text, [secret]), '[redacted]\n[redacted]\n"[redacted]"\n[redacted]');
  });

  it('replaces the longer of two secrets that begin alike', () => {
    assert.equal(redact('canary-key-long', ['canary-key', 'canary-key-long']), '[redacted]');
  });

  it('leaves ordinary text, and values too short to be keys', () => {
    const text = 'the task-runner uses class sk-folding-cube-container; commit 4e1243bd22c66e76c2ba9eddc1f91394e57f9f83; https://example.com:8080/a@b';
    assert.equal(redact(text, ['', 'the']), text);
  });

  it('gets through a megabyte of hostile text', () => {
    for (const hostile of ['PASSWORD=', 'A_', 'hvs.', 'SG.a', '1:AA', 'hooks.slack.com/services/', '-----BEGIN PRIVATE KEY-----', 'sk-', 'eyJ', 'a://b:', 'Bearer ']) {
      assert.ok(redact(hostile.repeat(1_000_000 / hostile.length), []).length > 0, hostile);
    }
  }).timeout(60_000);
});
