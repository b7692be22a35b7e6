import { bridgeFile } from '../bridge/bridge-file';
import { variableDoors } from '../bridge/door';
import { forwards } from '../bridge/entrypoint';
import { agentUser, places } from '../places';
import type { Enforcement } from './limits/enforcement';
import type { Mount } from './mount';
import { ownEtc } from './own-etc';
import type { SandboxFolder } from './sandbox-folder';
import type { SandboxPlan } from './sandbox-plan';
import { type Staging, staging } from './staging';

/** Words before the command line that starts a sandbox, and before the command inside. */
export type Prefixes = Pick<Enforcement, 'outside' | 'inside'>;

/** The stages that lead to a command, held to its limits, by way of the bridge. */
export function commandStaging(plan: SandboxPlan, folder: SandboxFolder, { outside, inside }: Prefixes): Staging {
  const mounts = [...ownMounts(plan, folder), ...plan.mounts, plan.workspace];
  const { network, doors = [] } = plan.transparent ?? {};
  const bridge = [process.execPath, places.bridge, ...forwards([...variableDoors, ...doors]), '--'];
  const command = [...inside, ...bridge, ...plan.command];
  const made = staging({ ...plan, mounts, network, folder: plan.workspace.target, command }, folder);
  const [program = made.program, ...words] = [...outside, made.program, ...made.words];
  return { ...made, program, words };
}

/** The sandbox's own files, each at its place: its users and names, the proxy's sockets, the bridge, what is trusted. */
function ownMounts({ containment, user, transparent }: SandboxPlan, folder: SandboxFolder): readonly Mount[] {
  const etc = Object.entries(ownEtc(containment === 'root' ? user : agentUser, transparent?.hosts));
  const files = [
    ...etc.map(([name, text]) => [folder.write(name, text, 0o644), `/etc/${name}`] as const),
    [folder.gatewaySocket, places.gatewaySocket],
    [folder.proxySocket, places.proxySocket],
    ...(transparent ? transparentSockets(folder) : []),
    [folder.caFile, places.caFile],
    [bridgeFile(), places.bridge],
  ] as const;
  return files.map(([source, target]) => ({ source, target, mode: 'ro' }));
}

const transparentSockets = ({ transparentSocket, transparentHttpSocket }: SandboxFolder) =>
  [
    [transparentSocket, places.transparentSocket],
    [transparentHttpSocket, places.transparentHttpSocket],
  ] as const;
