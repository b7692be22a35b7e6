import { bridgeFile } from '../bridge/bridge-file';
import { variableDoors } from '../bridge/door';
import { forwards } from '../bridge/entrypoint';
import { agentUser, places } from '../places';
import type { Mount } from './mount';
import { ownEtc } from './own-etc';
import type { SandboxFolder } from './sandbox-folder';
import type { SandboxPlan } from './sandbox-plan';
import { type Staging, staging } from './staging';

/** The stages that lead to a command, by way of the bridge. */
export function commandStaging(plan: SandboxPlan, folder: SandboxFolder): Staging {
  const mounts = [...ownMounts(plan, folder), ...plan.mounts, plan.workspace];
  const bridge = [process.execPath, places.bridge, ...forwards(variableDoors), '--'];
  return staging({ ...plan, mounts, folder: plan.workspace.target, command: [...bridge, ...plan.command] }, folder);
}

/** The sandbox's own files, each at its place: its users and names, the proxy's sockets, the bridge, what is trusted. */
function ownMounts({ containment, user }: SandboxPlan, folder: SandboxFolder): readonly Mount[] {
  const etc = Object.entries(ownEtc(containment === 'root' ? user : agentUser));
  const files = [
    ...etc.map(([name, text]) => [folder.write(name, text, 0o644), `/etc/${name}`] as const),
    [folder.gatewaySocket, places.gatewaySocket],
    [folder.proxySocket, places.proxySocket],
    [folder.caFile, places.caFile],
    [bridgeFile(), places.bridge],
  ] as const;
  return files.map(([source, target]) => ({ source, target, mode: 'ro' }));
}
