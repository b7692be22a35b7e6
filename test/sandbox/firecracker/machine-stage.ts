import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as command from '../../../bin/commands/render';
import { airlockHere } from '../../cli/airlock-here';
import type { Stage } from '../../cli/airlock-stage';
import { put } from '../../runtime/scratch';

/** Why host.sh can't run on this machine, whatever starts the machine; `undefined` if it can. */
export function whyNoHost(): string | undefined {
  if (process.platform !== 'linux') return 'needs Linux';
  if (process.getuid?.() !== 0) return 'the jailer needs root';
  const missing = ['ip', 'setpriv', 'curl'].filter((name) => !onPath(name));
  return missing.length > 0 ? `${missing.join(', ')} missing` : undefined;
}

export const onPath = (name: string): boolean =>
  (process.env.PATH ?? '').split(':').some((folder) => existsSync(join(folder, name)));

export interface MachineSetting {
  /** Arguments of `render firecracker`, after the policy. */
  readonly rendering: readonly string[];
  readonly initrd?: (folder: string) => void;
  readonly jailer: string;
  /** Arguments of host.sh, after the policy. @default - what the stand-in upstream needs */
  readonly options?: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
}

export interface MachineEnded {
  readonly status: number;
  readonly stdout: string;
  readonly stderr: string;
  readonly folder: string;
  /** What is left in the folder of jails. */
  readonly left: readonly string[];
}

/** Renders a machine and runs its host.sh with the real proxy before the stand-in upstream; what is in place of `/dev/kvm` is always there. */
export async function runMachine(stage: Stage, setting: MachineSetting): Promise<MachineEnded> {
  const folder = stage.newFolder();
  const jails = join(folder, 'j');
  const machine = join(folder, 'machine');
  for (const each of [jails, machine]) mkdirSync(each);
  await airlockHere(command, ['render', 'firecracker', stage.policy, '--output', join(machine, 'vm.json'), ...setting.rendering]);
  const script = put(machine, 'host.sh', readFileSync(join(machine, 'host.sh'), 'utf8').replaceAll('/dev/kvm', '/dev/null'));
  (setting.initrd ?? ((place) => put(place, 'initrd.cpio', 'initrd')))(machine);
  cpSync(setting.jailer, join(folder, 'jailer'));
  const env = {
    PATH: `${programs(folder)}:${process.env.PATH}`,
    ENVOY_PATH: process.env.ENVOY_PATH,
    XDG_RUNTIME_DIR: folder,
    AIRLOCK_JAILS: jails,
    FIRECRACKER_PATH: put(folder, 'firecracker', '#!/bin/sh\n', 0o755),
    JAILER_PATH: join(folder, 'jailer'),
    ...setting.environment,
  };
  const options = setting.options ?? [
    ...stage.argsWithoutPorts().slice(2),
    '--secret',
    `anthropic-api-key=file:${stage.newKey()}`,
  ];
  return new Promise((resolve) => {
    execFile('sh', [script, stage.policy, ...options], { env, timeout: 280_000, maxBuffer: 1 << 27 }, (error, stdout, stderr) => {
      const status = typeof error?.code === 'number' ? error.code : error ? 1 : 0;
      resolve({ status, stdout, stderr, folder, left: readdirSync(jails, { recursive: true, encoding: 'utf8' }) });
    });
  });
}

/** A folder with `agent-airlock` in it. */
function programs(folder: string): string {
  const main = join(__dirname, '..', '..', '..', 'bin', 'agent-airlock.ts');
  const place = join(folder, 'programs');
  mkdirSync(place);
  put(
    place,
    'agent-airlock',
    `#!/bin/sh\nexec "${process.execPath}" --require "${require.resolve('tsx/cjs')}" "${main}" "$@"\n`,
    0o755,
  );
  return place;
}
