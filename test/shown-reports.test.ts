import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { synthesize } from '../bin/demo/synthesis';
import { textReport } from '../lib/verify/report/text';
import { verify } from '../lib/verify/verify';
import { scratchFolder } from './runtime/scratch';

const folder = scratchFolder();
const readme = readFileSync(resolve(__dirname, '..', 'README.md'), 'utf8');

/** Reports that the README shows, and the apps that they are of; `…` stands for what is left out. */
const shown = [...readme.matchAll(/<!-- verify (\S+)\.ts -->\n```\n([\s\S]*?)```/g)].map(([, app = '', report = '']) => ({
  app,
  parts: report.split('\n  …\n'),
}));

/** Templates grow with every release; the rest is compared word for word. */
const withoutLines = (text: string) => text.replace(/(\.template\.json):\d+$/gm, '$1:LINE');

test('the README shows a proof on each cloud, and a refutation', () => {
  expect(shown.map(({ app, parts }) => [app, parts[0]?.split(':')[0]])).toEqual([
    ['bin/app', 'proven'],
    ['examples/aws-leaky/app', 'refuted'],
    ['examples/gcp-cloud-run-claude/app', 'proven'],
  ]);
});

test.each(shown)('what it shows of $app is what the command prints', async ({ app, parts }) => {
  const output = join(folder, app.replaceAll('/', '-'));
  await synthesize(app, output);
  const printed = withoutLines(textReport(verify({ paths: [output] })).replaceAll(output, 'cdk.out'));
  let after = 0;
  for (const part of parts.map(withoutLines)) {
    expect(printed.slice(after)).toContain(part);
    after += printed.slice(after).indexOf(part) + part.length;
  }
  expect(parts.length > 1 || withoutLines(parts[0] ?? '') === printed).toBe(true);
});
