import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bridgeFile } from '../../../lib/sandbox/bridge/bridge-file';
import { type AgentContainerProps, agentContainer } from '../../../lib/sandbox/docker/agent-container';
import type { Workspace } from '../../../lib/sandbox/docker/agent-mounts';
import { dockerRun } from '../../../lib/sandbox/docker/docker-run';
import { dockerSeccompProfile } from '../../../lib/sandbox/seccomp/oci/seccomp-profile';
import { workspaceMasks } from '../../../lib/workspace/masks';
import { bundleOf, readDockerRun } from './docker-words';
import { imageOfThisMachine } from './image';
import { type BundleOptions, type Ended, type OciRuntime, runBundle } from './oci-runtime';
import { policy } from './policy';

export interface SceneOptions extends BundleOptions {
  /** Words of `docker run` that are left out, by how they start: to see what they are for. @default - none */
  readonly without?: readonly string[];
  /** @default - read-only, with the workspace */
  readonly props?: Partial<AgentContainerProps>;
}

/** What is rendered, all beside it, and an image: whole containers, as far as they need no engine. */
export class Scene {
  readonly folder = mkdtempSync(join(tmpdir(), 'airlock-containers-'));
  readonly sockets = join(this.folder, 'sockets');
  /** With a `.env` and an `.aws` in it, and a name that shells and Docker would read. */
  readonly workspace = join(this.folder, 'a work$pace, here');
  private readonly image = imageOfThisMachine();
  private runs = 0;

  constructor() {
    for (const folder of [this.sockets, this.workspace, join(this.workspace, '.aws')]) mkdirSync(folder);
    chmodSync(this.folder, 0o755);
    this.put('seccomp.json', JSON.stringify(dockerSeccompProfile()));
    this.put('hidden', '');
    this.put('ca.pem', 'authorities');
    writeFileSync(join(this.workspace, '.env'), 'TOKEN=secret');
    writeFileSync(join(this.workspace, '.aws', 'credentials'), 'secret');
    writeFileSync(join(this.workspace, 'code'), 'code');
    copyFileSync(bridgeFile(), join(this.folder, 'bridge.cjs'));
  }

  close(): void {
    for (const folder of [this.folder, this.image]) rmSync(folder, { recursive: true, force: true });
  }

  put(name: string, text: string): string {
    const path = join(this.folder, name);
    writeFileSync(path, text, { mode: 0o644 });
    return path;
  }

  mounted(mode: 'ro' | 'rw' = 'ro'): Workspace {
    return { folder: this.workspace, mode, masks: workspaceMasks(this.workspace) };
  }

  /** The words of `docker run` that a shell makes of what is rendered; the command follows. */
  words(props: Partial<AgentContainerProps> = {}): readonly string[] {
    const container = agentContainer({ policy, agent: 'default', image: 'agent:1', workspace: this.mounted(), ...props });
    const env = { here: this.folder, sockets: this.sockets, authorities: join(this.folder, 'ca.pem') };
    const printed = execFileSync('sh', ['-c', `printf '%s\\0' ${dockerRun(container).join(' ')}`], { env, encoding: 'utf8' });
    return printed.split('\0').slice(0, -1);
  }

  /** Runs a command in the agent's container to its end, without the bridge in front of it. */
  run(runtime: OciRuntime, command: readonly string[], { without = [], props, ...options }: SceneOptions = {}): Promise<Ended> {
    const left = ['--entrypoint=', ...without];
    const words = this.words(props).filter((word) => !left.some((start) => word.startsWith(start)));
    this.runs += 1;
    const bundle = bundleOf({ ...readDockerRun(words), args: command }, this.image, `/airlock-${process.pid}-${this.runs}`);
    return runBundle(runtime, bundle, options);
  }
}
