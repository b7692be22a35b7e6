import { execFile, execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { findEnvoy } from '../../../lib/runtime/envoy/envoy-binary';
import type { Ended } from '../../cli/airlock-process';
import { put } from '../../runtime/scratch';
import { type Caller, plainUser, self, withoutUserNamespaces } from './callers';

export const secret = 'sk-real-0123456789';

const policy = `
version: 1
destinations:
  - name: claude
    host: api.anthropic.com
    access: gateway
    allow: [{ methods: [POST], path: /v1/messages }]
    credential: { type: header, header: x-api-key, secret: anthropic-api-key }
`;

const project = join(__dirname, '..', '..', '..');

/** Who starts `run`, and on what machine. */
export type Way =
  | 'root'
  | 'root, for a user'
  | 'a plain user'
  | 'root without user namespaces'
  | 'root without user namespaces or another user'
  | 'a plain user without user namespaces';

/** The ways in which whoever runs the tests can start a command. */
export const ways: readonly Way[] =
  process.getuid?.() === 0 ? ['root', 'root, for a user', 'a plain user', 'root without user namespaces'] : ['a plain user'];

/** A machine, as somebody sees it, on which `run` starts commands. */
export class SandboxScene {
  readonly workspace: string;

  private constructor(
    private readonly folder: string,
    private readonly envoy: string,
    private readonly call: Caller,
  ) {
    this.workspace = join(folder, 'work');
  }

  /** Uses an empty folder. */
  static async open(way: Way, folder: string, machine: Caller = self): Promise<SandboxScene> {
    const found = await findEnvoy();
    const isPlain = way.startsWith('a plain user');
    for (const name of ['work', 'state', 'runtime']) mkdirSync(join(folder, name), { mode: 0o700 });
    put(folder, 'airlock.yaml', policy);
    put(folder, 'key', `${secret}\n`);
    put(join(folder, 'work'), '.env', 'TOKEN=of-the-project\n', 0o644);
    copyFileSync(join(__dirname, 'programs', 'look.cjs'), join(folder, 'work', 'look.cjs'));
    // whom the workspace belongs to is whom root starts a command for
    const isRoots = way === 'root' || way.endsWith('or another user');
    if (!isRoots) execFileSync('chown', ['-R', '65534:65534', isPlain ? folder : join(folder, 'work')]);
    chmodSync(folder, 0o711);
    const caller = isPlain ? plainUser({ project, envoy: found, folder }) : self;
    const envoy = isPlain ? join(folder, 'envoy') : found;
    return new SandboxScene(folder, envoy, (words) =>
      machine(way.includes('without user namespaces') ? withoutUserNamespaces(caller)(words) : caller(words)),
    );
  }

  /** Runs a command in a sandbox to its end. */
  run(command: readonly string[], options: readonly string[] = [], environment: NodeJS.ProcessEnv = {}): Promise<Ended> {
    const at = (name: string) => join(this.folder, name);
    const airlock = [process.execPath, '--require', 'tsx/cjs', 'bin/agent-airlock.ts', 'run', at('airlock.yaml')];
    const ours = ['--secret', `anthropic-api-key=file:${at('key')}`, '--workspace', this.workspace, ...options];
    // by the one who is called: what leads there is ours, and has our PATH
    const variables = Object.entries(environment).map(([name, value]) => `${name}=${value}`);
    const [program = '', ...words] = this.call(['/usr/bin/env', ...variables, ...airlock, ...ours, '--', ...command]);
    return ended(program, words, {
      ...{ PATH: process.env.PATH, HOME: this.folder, ENVOY_PATH: this.envoy, FOREIGN: 'variable', TERM: 'xterm' },
      ...{ XDG_STATE_HOME: at('state'), XDG_RUNTIME_DIR: at('runtime') },
    });
  }
}

function ended(program: string, words: readonly string[], env: NodeJS.ProcessEnv): Promise<Ended> {
  return new Promise((resolve) => {
    const child = execFile(program, words, { env, cwd: project, timeout: 160_000 }, (error, stdout, stderr) =>
      resolve({ status: error === null ? 0 : Number(error.code ?? -1), stdout, stderr }),
    );
    child.stdin?.end();
  });
}
