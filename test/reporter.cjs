// Mocha reporter for `npm test`: dots (or the reporter named by `inner`) for the reader, and every test's outcome as JSON in the file named by `output`.
// A second file beside it always names the test that is running, for the case that it never ends.
const { mkdirSync, writeFileSync } = require('node:fs');
const { dirname } = require('node:path');
const { reporters } = require('mocha');

module.exports = function Recorder(runner, options) {
  const { output, inner = 'dot' } = options.reporterOption ?? {};
  const Inner = reporters[inner];
  new Inner(runner, options);
  const results = { passed: 0, failed: 0, skipped: 0, failures: [] };
  mkdirSync(dirname(output), { recursive: true });
  runner.on('test', (test) => writeFileSync(`${output}.running`, test.fullTitle()));
  runner.on('pass', () => (results.passed += 1));
  runner.on('pending', () => (results.skipped += 1));
  runner.on('fail', (test, error) => {
    results.failed += 1;
    results.failures.push({ title: test.fullTitle(), message: error.message, stack: error.stack });
  });
  runner.once('end', () => writeFileSync(output, JSON.stringify(results, undefined, 2)));
};
