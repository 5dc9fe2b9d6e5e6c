import assert from 'node:assert/strict';
import { redact } from '../../../src/engine/base/redact.ts';

const shapes: readonly string[] = [
  'sk-ant-api03-abcdefghijklmnop0123456789', 'sk-proj-ABCDEFGHIJ0123456789', 'AIzaSyA1234567890abcdefghijklmnopqrstuv', 'ghp_abcdefghijklmnopqrstuvwxyz0123456789',
  'github_pat_11ABCDEFG0abcdefghijkl_mnopqrstuvwxyz', 'glpat-abcdefghij0123456789', 'xoxb-1234567890-abcdefghij', 'AKIAIOSFODNN7EXAMPLE', 'npm_abcdefghijklmnopqrstuvwxyz0123456789',
  'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U',
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
    for (const hostile of ['-----BEGIN PRIVATE KEY-----', 'sk-', 'eyJ', 'a://b:', 'Bearer ']) {
      assert.ok(redact(hostile.repeat(1_000_000 / hostile.length), []).length > 0, hostile);
    }
  }).timeout(60_000);
});
