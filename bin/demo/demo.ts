import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pc from 'picocolors';
import { type CloudExample, examples, isInstalled } from './cloud';
import { proof, type Synthesized } from './proof';
import { inASandbox } from './sandboxed';
import { countResources, synthesize } from './synthesis';
import { withUpstream } from './upstream';

type Print = (line: string) => void;

/** Runs the main job on this machine, as far as packages for it are installed, and prints what happens; true if all of that went as it should. */
export async function runDemo(print: Print): Promise<boolean> {
  const folder = mkdtempSync(join(tmpdir(), 'airlock-demo-'));
  const made = examples.filter(isInstalled).map((each) => synthesizedIn(folder, each));
  try {
    print(pc.bold('1. The example, synthesized'));
    await Promise.all(made.map(({ example, sealed }) => synthesize(example.sealed, sealed)));
    for (const each of made) printCounts(each, print);
    for (const each of examples.filter((one) => !isInstalled(one))) printMissing(each, print);
    // for the proof, while the proxy runs
    const twins = made.map(({ example, leaky }) => synthesize(example.leaky, leaky));
    print(pc.bold('2. The same policy on this machine: the real Envoy, a stand-in for the model’s API over verified TLS'));
    const [enforced] = await Promise.all([proxied(folder, print), ...twins]);
    print(pc.bold('4. The proof, from what step 1 made: is the proxy the only way out?'));
    if (made.length === 0) print('   left out, as step 1 made nothing');
    const proven = made.map((each) => proof(each, print));
    print(pc.bold('5. The same policy around a command: agent-airlock run airlock.yaml -- node agent.mjs'));
    const contained = await withUpstream(folder, (upstream) => inASandbox({ folder, upstream }, print));
    return enforced && proven.every(Boolean) && contained;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function synthesizedIn(folder: string, example: CloudExample): Synthesized {
  const place = (kind: string) => join(folder, `${kind}-${example.cloud.toLowerCase().replaceAll(' ', '-')}`);
  return { example, sealed: place('sealed'), leaky: place('leaky') };
}

function printCounts({ example, sealed }: Synthesized, print: Print): void {
  const counts = countResources(sealed);
  const total = [...counts.values()].reduce((sum, number) => sum + number, 0);
  const told = example.counted.map(([label, type]) => `${label} ${counts.get(type) ?? 0}`);
  print(`   for ${example.cloud}, ${total} resources: ${told.join(', ')}`);
}

const printMissing = ({ cloud, install }: CloudExample, print: Print): void =>
  print(`   for ${cloud}, left out, as what makes it isn't installed here: ${install}${beside}`);

/** By Anthropic's own client; true also where that is missing, which is said. */
async function proxied(folder: string, print: Print): Promise<boolean> {
  if (!isInstalled({ needs: ['@anthropic-ai/sdk'] })) {
    print(`   left out, as the client isn't installed here: npm install @anthropic-ai/sdk${beside}`);
    return true;
  }
  const { throughTheProxy } = await import('./proxied.js');
  return withUpstream(folder, (upstream) => throughTheProxy(upstream, print));
}

/** Where a package is looked for. */
const beside = ', with -g where agent-airlock was';
