// `npm test`: checks the machine, installs, builds, checks generated code and style, and runs every test. Arguments go to
// vitest. The last line is the count.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { attempt, bin, installAndBuild, requireTools, root } from './steps.mjs';

const results = join(root, 'test-results', 'vitest.json');

requireTools({ java: process.env.TALLY_TEST_BACKEND !== 'containers' });
await installAndBuild();

const failed = [];
const check = async (what, command, args, env) => {
  const code = await attempt(what, command, args, env);
  if (code !== 0) failed.push(what);
  return code;
};
await check('Checking generated code', process.execPath, [
  join(root, 'packages/contracts/generate.mjs'),
  '--check',
]);
await check('Checking what is written from the settings', process.execPath, [
  join(root, 'infra/dev/settings-table.mjs'),
  '--check',
]);
await check('Checking the sources of dbt', process.execPath, [
  join(root, 'infra/dev/dbt-sources.mjs'),
  '--check',
]);
await check('Checking the types of tests', bin('tsc'), ['-p', '.config/tsconfig.tests.json']);
await check('Checking style and imports', 'npm', ['run', '--silent', 'lint']);

mkdirSync(join(root, 'test-results'), { recursive: true });
rmSync(results, { force: true });
const args = [
  'run',
  '--config',
  '.config/vitest.config.ts',
  '--reporter=default',
  '--reporter=json',
  `--outputFile.json=${results}`,
];
const temporary = mkdtempSync(join(tmpdir(), 'tally-tests-'));
const code = await attempt('Testing', bin('vitest'), [...args, ...process.argv.slice(2)], {
  TMPDIR: temporary,
});
const left = readdirSync(temporary);
rmSync(temporary, { recursive: true, force: true });
if (left.length > 0) failed.push(`Looking for what tests left behind (${left.join(', ')})`);

const tests = countTests();
for (const what of failed) console.error(`» ${what}: failed; what it said is above.`);
const failures = tests.failed + failed.length;
process.exitCode = failures > 0 ? 1 : code;
console.log(
  `${tests.passed} passed, ${failures} failed${tests.skipped > 0 ? `, ${tests.skipped} skipped` : ''}`,
);

/** Tests by outcome. A file that could not be run, and a run that ended badly without a failed test, are a failure each. */
function countTests() {
  let report;
  try {
    report = JSON.parse(readFileSync(results, 'utf8'));
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && !assertionResults.some((test) => test.status === 'failed'),
  );
  const counted = {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  };
  return code !== 0 && counted.failed === 0 ? { ...counted, failed: 1 } : counted;
}
