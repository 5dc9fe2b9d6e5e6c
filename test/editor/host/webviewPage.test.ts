import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { webviewOptions, webviewPage } from '../../../src/extension/views/webviewPage.ts';

const extensionUri = vscode.Uri.file('/installed/phasegate');
const webview = { cspSource: 'https://webview.test', asWebviewUri: (uri: vscode.Uri) => uri.with({ scheme: 'https', authority: 'webview.test' }) };

describe('the page of a webview', () => {
  const html = webviewPage(webview, extensionUri, 'pipeline');
  const policy = /Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1] ?? '';
  const nonce = /'nonce-([^']+)'/.exec(policy)?.[1];

  it('allows nothing but the bundle', () => {
    const rules = Object.fromEntries(policy.split('; ').map((rule) => [rule.split(' ')[0], rule.split(' ').slice(1).join(' ')]));
    assert.deepEqual(rules, {
      'default-src': "'none'",
      'script-src': `'nonce-${nonce}'`,
      'style-src': `https://webview.test 'nonce-${nonce}'`,
      'font-src': 'https://webview.test',
      'base-uri': "'none'",
      'form-action': "'none'",
    });
    assert.doesNotMatch(html, /unsafe-|http:|\*/);
  });

  it('has a fresh nonce each time', () => {
    assert.ok(nonce && nonce.length >= 20);
    assert.equal(webviewPage(webview, extensionUri, 'pipeline').includes(nonce), false);
  });

  it('names its page, and loads from the bundle folder alone', () => {
    assert.match(html, /<body data-page="pipeline">/);
    const options = webviewOptions(extensionUri);
    assert.deepEqual(options.localResourceRoots?.map(({ path }) => path), ['/installed/phasegate/dist']);
    assert.equal(options.enableCommandUris, false);
  });
});
