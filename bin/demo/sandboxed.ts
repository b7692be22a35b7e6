import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pc from 'picocolors';
import { ownProgram } from './own-program';
import { injectedKey, modelHost, policyFile, type Upstream } from './upstream';

/** Where a command is shown in a sandbox. */
export interface SandboxShow {
  /** For the folder that it works in, and for its changes until they are reviewed. */
  readonly folder: string;
  readonly upstream: Upstream;
  /** @default process.env */
  readonly environment?: NodeJS.ProcessEnv;
}

const agent = join(__dirname, '..', '..', 'examples', 'one-machine', 'agent.mjs');
const notes = 'A line of yours.\n';

/**
 * Runs an agent in a sandbox and prints what it met and what it changed; true if all of it is as it should be, and where it is refused, as on a
 * machine without user namespaces, which is said.
 */
export async function inASandbox(show: SandboxShow, print: (line: string) => void): Promise<boolean> {
  const workspace = workspaceIn(show.folder);
  const { status, lines } = await airlock(show, runArguments(show, workspace));
  if (status === refused) {
    print(`   left out, as it is refused on this machine: ${lines.join('; ')}`);
    return true;
  }
  const review = await airlock(show, ['review', '--workspace', workspace]);
  for (const line of [...lines, ...review.lines.map((each) => `agent-airlock review: ${each}`)]) print(`   ${line}`);
  const isHeld = status === 0 && met.every((line) => lines.includes(line)) && isKeyHeld(show, lines);
  const isAside =
    /^changed +notes\.md/.test(review.lines[0] ?? '') && readFileSync(join(workspace, 'notes.md'), 'utf8') === notes;
  print(isHeld && isAside ? `   ${outcome}` : pc.red('   not as expected'));
  return isHeld && isAside;
}

const outcome =
  'The folder is as it was: changes wait for agent-airlock review apply. The model’s API saw the key, the agent never did';

function isKeyHeld({ upstream: { model } }: SandboxShow, lines: readonly string[]): boolean {
  const keys = model.requests.map(({ headers }) => headers['x-api-key']);
  return keys.length === 1 && keys[0] === injectedKey && !lines.join().includes(injectedKey);
}

/** The status of a command line that did nothing, and says why. */
const refused = 3;

/** What the agent says, and what is said of it, where it is held. */
const met: readonly string[] = [
  'its network interfaces: lo',
  'its key: airlock-placeholder',
  'the model, by the proxy: 200',
  'paste.example.org, by the proxy: 403 host-not-allowed',
  '1.1.1.1, past the proxy: ENETUNREACH',
  '  CONNECT paste.example.org host-not-allowed',
];

function workspaceIn(folder: string): string {
  const workspace = join(folder, 'project');
  mkdirSync(workspace);
  copyFileSync(agent, join(workspace, 'agent.mjs'));
  writeFileSync(join(workspace, 'notes.md'), notes);
  return workspace;
}

const runArguments = ({ upstream: { model, ca, key } }: SandboxShow, workspace: string): readonly string[] => [
  ...['run', policyFile, '--secret', `anthropic-api-key=file:${key}`, '--workspace', workspace],
  ...['--resolve', `${modelHost}:443=127.0.0.1:${model.port}`, '--upstream-ca', ca],
  ...['--', process.execPath, 'agent.mjs'],
];

/** A command line of ours to its end: its status, and what it and its command wrote. */
async function airlock({ folder, environment = process.env }: SandboxShow, args: readonly string[]) {
  const env = { ...environment, XDG_STATE_HOME: join(folder, 'state') };
  const program = [...ownProgram('bin/agent-airlock'), ...args];
  const child = spawn(process.execPath, program, { env, stdio: ['ignore', 'pipe', 'pipe'], timeout: 60_000 });
  const lines: string[] = [];
  for (const input of [child.stdout, child.stderr]) createInterface({ input }).on('line', (line) => lines.push(line));
  const [status] = await once(child, 'close');
  return { status: status as number | null, lines };
}
