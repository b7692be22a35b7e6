import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { contenders } from './contenders';
import { report } from './report';
import { reportLines } from './report-text';

const usage = `npm run bench -- [--quick] [--json FILE]

What the proxy adds to a request, in latency and in requests per second, beside no proxy and beside nginx where it is
installed. It takes less than two minutes, with --quick about 20 s, and uses loopback only.`;

async function main(): Promise<void> {
  const options = { quick: { type: 'boolean' }, json: { type: 'string' }, help: { type: 'boolean' } } as const;
  const { quick, json, help } = parseArgs({ options }).values;
  if (help) return console.log(usage);
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupted.abort(new Error(`ended by ${signal}`)));
  const progress = (line: string) => console.error(line);
  const result = await report({ contenders, seconds: quick ? 20 : 100, progress, signal: interrupted.signal });
  for (const line of reportLines(result)) console.log(line);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
