// Prints what the test runner's JSON reports counted, in one line, and why tests were skipped.
import { readFileSync } from 'node:fs';

const reports = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')));
const sum = (key) => reports.reduce((total, report) => total + report[key], 0);
const skipped = reports
  .flatMap((report) => report.testResults)
  .flatMap((file) => file.assertionResults)
  .filter(({ status }) => status === 'pending' || status === 'skipped');
for (const { fullName } of skipped) console.log(`skipped: ${fullName}`);
console.log(`${sum('numPassedTests')} passed, ${sum('numFailedTests')} failed, ${skipped.length} skipped`);
