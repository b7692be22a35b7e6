import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { terminalLines } from './document/lines';
import { writePage } from './document/page';
import { moreParts, parts } from './parts';
import { report } from './report';

const names = (some: typeof parts) => some.map(({ name }) => name).join(', ');

const usage = `npm run bench -- [--quick] [--only PART,…] [--json FILE] [--write]

What the proxy costs, beside no proxy and beside other proxies that are installed here. It takes about ten minutes, with
--quick about two, and uses loopback only. --write puts the result and its plot into docs/performance.md.
Parts: ${names(parts)}; only when asked for: ${names(moreParts)}.`;

const options = {
  quick: { type: 'boolean', default: false },
  only: { type: 'string' },
  json: { type: 'string' },
  write: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

async function main(): Promise<void> {
  const { quick, only, json, write, help } = parseArgs({ options }).values;
  if (help) return console.log(usage);
  if (write && only !== undefined) throw new Error('--write writes a whole result, and so takes no --only');
  const interrupted = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => interrupted.abort(new Error(`ended by ${signal}`)));
  const progress = (line: string) => console.error(line);
  const result = await report({ parts: chosen(only), quick, progress, signal: interrupted.signal });
  for (const line of terminalLines(result)) console.log(line);
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(result, null, 2)}\n`);
  if (write) writePage(result);
}

function chosen(only: string | undefined) {
  const all = [...parts, ...moreParts];
  return only === undefined
    ? parts
    : only.split(',').map((name) => {
        const part = all.find((each) => each.name === name);
        if (!part) throw new Error(`--only must name parts of ${names(all)}, got '${name}'`);
        return part;
      });
}

main().catch((error: Error) => {
  console.error(error.message);
  process.exitCode = 1;
});
