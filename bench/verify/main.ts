import { parseArgs } from 'node:util';
import { comparison } from './comparison';
import { scaling } from './scaling';
import { templatesIn } from './templates';
import { withFolder } from './with-folder';

const usage = `npm run bench:verify -- [--quick]

What agent-airlock verify costs beside checkov, cfn-lint and cdk-nag on the example's template, what each says of the leaky
twin, and how the judge's time grows with the number of resources. It takes some ten minutes, with --quick about three; more where others use the machine.`;

async function main(): Promise<void> {
  const { quick = false, help } = parseArgs({ options: { quick: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
  if (help) return console.log(usage);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupted.abort(new Error(`ended by ${signal}`)));
  const { signal } = interrupted;
  await withFolder(async (folder) => {
    const templates = templatesIn(folder);
    for await (const line of comparison({ folder, templates, rounds: quick ? 3 : 7, signal })) console.log(line);
  });
  for await (const line of scaling({ quick, signal })) console.log(line);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
